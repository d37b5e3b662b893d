"""What `bench.profile` serves: BENCH_PROFILED=offhook.app:app hypercorn bench.profiled_app:app --worker-class trio"""

import importlib
import os

from bench.profiled import Profiled

_module, _, _name = os.environ["BENCH_PROFILED"].partition(":")
app = Profiled(getattr(importlib.import_module(_module), _name))
