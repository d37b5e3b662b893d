"""What `bench.memory` serves: BENCH_TRACED=offhook.app:app hypercorn bench.traced_app:app --worker-class trio"""

import importlib
import os

from bench.traced import Traced

_module, _, _name = os.environ["BENCH_TRACED"].partition(":")
app = Traced(getattr(importlib.import_module(_module), _name))
