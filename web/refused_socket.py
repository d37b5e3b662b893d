"""Answers the handshake of a WebSocket with something else than a WebSocket."""

from offhook.web.connection_guard import current_connection
from offhook.web.media import AsgiReceive, AsgiSend


async def refuse_socket(receive: AsgiReceive, send: AsgiSend, status: int, why: str) -> None:
    """The peer gets only this answer; nothing that it sends after its handshake is read."""
    await receive()  # websocket.connect
    connection = current_connection()
    if connection is not None:
        connection.let_application_read(lambda message: None)  # and it never does
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "websocket.http.response.start", "status": status, "headers": headers})
    await send({"type": "websocket.http.response.body", "body": f"{why}\n".encode()})
    if connection is not None:
        connection.drop()
