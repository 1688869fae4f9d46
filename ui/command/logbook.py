"""Where a process that runs for months tells what it does: a file that never grows past a bound."""

from __future__ import annotations

import logging
from pathlib import Path

LOG_BYTES, LOGS_KEPT = 1 << 20, 3
"""A file of one MiB and three older ones: weeks of a quiet house, hours of a noisy one."""

FORM = "%(asctime)s %(name)s %(message)s"


def log_to(path: Path) -> None:
    """Log to this file from now on, readable by its owner alone, and no more to standard error."""
    from logging.handlers import RotatingFileHandler

    path.touch(mode=0o600)
    handler = RotatingFileHandler(path, maxBytes=LOG_BYTES, backupCount=LOGS_KEPT, encoding="utf-8")
    handler.setFormatter(logging.Formatter(FORM))
    root = logging.getLogger()
    for earlier in list(root.handlers):
        root.removeHandler(earlier)
    root.addHandler(handler)
