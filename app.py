"""The ASGI application: `hypercorn offhook.app:app --worker-class trio` serves it. Assembly only.

At the root of a checkout `hypercorn app:app` finds this file by its bare name, and everything else by the package's. So
nothing is defined here: were both names imported in one process, all that they put together is the same.

Part of another Starlette application, which runs no lifespan of what it mounts, so that it has to enter ours:

    host = Starlette(routes=[Mount("/phone", app)], lifespan=lifespan)
"""

from offhook.engine.host.garbage import nothing_is_garbage

with nothing_is_garbage():
    from offhook.web import serving, worker_signals
    from offhook.web.application import Application
    from offhook.web.opening import open_exchange

__all__ = ["app", "lifespan", "open_exchange"]

serving.install()
worker_signals.leave_stopping_to_the_parent()
app = Application(open_exchange)
lifespan = app.lifespan
