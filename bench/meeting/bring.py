"""Brings the other engines into ``.cache/bench``: a venv and node_modules of the bench's own, at anchored versions.

Nothing of the project's locks is touched. What is missing on the computer is said in one sentence.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

from bench.meeting.words import ROOT

PLACE = ROOT / ".cache" / "bench"
PYTHON = PLACE / "python" / "bin" / "python"
NODE = PLACE / "node"
DOCUMENTS = PLACE / "documents"
WHEELS = ("automerge==1.0.0rc1", "pycrdt==0.14.13", "loro==1.17.1")
PACKAGES = {
    "@automerge/automerge": "3.5.0",
    "@automerge/automerge-repo": "2.5.6",
    "@automerge/automerge-repo-network-websocket": "2.5.6",
    "ws": "8.23.0",
}
PROGRAM = "repo.mjs"


def bring() -> None:
    """Install what is not there yet. Raises SystemExit with a sentence when something of the computer is missing."""
    DOCUMENTS.mkdir(parents=True, exist_ok=True)
    _bring_wheels()
    _bring_packages()
    shutil.copy(Path(__file__).with_name(PROGRAM), NODE / PROGRAM)  # it looks for its modules where it lies


def _bring_wheels() -> None:
    mark = PLACE / "python" / "brought"
    if _says(mark, WHEELS):
        return
    _run([sys.executable, "-m", "venv", "--clear", str(PLACE / "python")], "Python’s venv (on Debian: python3-venv)")
    _run([str(PYTHON), "-m", "pip", "install", "--quiet", *WHEELS], "PyPI, or a wheel of an engine for this computer")
    mark.write_text(json.dumps(WHEELS))


def _bring_packages() -> None:
    mark = NODE / "brought"
    if _says(mark, PACKAGES):
        return
    for program in ("node", "npm"):
        if shutil.which(program) is None:
            raise SystemExit(f"The bench needs {program}, of Node 20 or later, to run automerge-repo beside us.")
    shutil.rmtree(NODE, ignore_errors=True)
    NODE.mkdir(parents=True)
    about = {"private": True, "type": "module", "dependencies": PACKAGES}
    (NODE / "package.json").write_text(json.dumps(about))
    _run(["npm", "install", "--prefix", str(NODE), "--ignore-scripts", "--no-audit", "--no-fund"], "the npm registry")
    mark.write_text(json.dumps(PACKAGES))


def _says(mark: Path, wanted: object) -> bool:
    return mark.exists() and json.loads(mark.read_text()) == json.loads(json.dumps(wanted))


def _run(words: list[str], needed: str) -> None:
    done = subprocess.run(words, check=False, capture_output=True, text=True)
    if done.returncode:
        print(done.stderr.strip(), file=sys.stderr)
        raise SystemExit(f"The bench needs {needed}: `{' '.join(words)}` did not succeed.")
