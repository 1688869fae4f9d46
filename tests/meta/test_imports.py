"""Every module can be the first one imported: no circle, no hidden order."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.meta.tree import PACKAGES, ROOT, dotted, modules

# One process, which forgets our modules (and only ours) before each import.
IMPORT_EACH = """
import importlib, sys
ours = tuple(sys.argv[1].split(","))
for name in sys.argv[2:]:
    for known in list(sys.modules):
        if known.partition(".")[0] in ours:
            del sys.modules[known]
    try:
        importlib.import_module(name)
    except Exception as fault:
        print(f"{name}: {type(fault).__name__}: {fault}")
"""


def test_each_module_imports_first() -> None:
    names = [dotted(path) for path in modules() if path.stem != "__main__"]
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", IMPORT_EACH, ",".join(PACKAGES), *names],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)
