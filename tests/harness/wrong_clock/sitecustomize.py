"""Makes the clock of the day of a process wrong by so many hours (``IDOS_TEST_HOURS``): put this folder first on its
``PYTHONPATH``. The clock that nobody sets stays as it is.
"""

from __future__ import annotations

import os
import time

_true, _off = time.time_ns, round(float(os.environ.get("IDOS_TEST_HOURS", "0")) * 3600e9)


def _wrong() -> int:
    return _true() + _off


time.time_ns = _wrong
