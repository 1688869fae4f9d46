"""The year that ``docs/year.sh`` tells is lived through the real command line, each answer checked by the script."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.end2end.laptop import ROOT
from tests.end2end.starter import asking_at

MOST_SECONDS = 300.0


def test_a_year_is_written_corrected_attested_traced_searched_and_erased() -> None:
    program = f"{sys.executable} -SE {ROOT}/tests/end2end/asking.py {asking_at()}"
    lived = subprocess.run(
        ["sh", str(ROOT / "docs" / "year.sh")],
        env={**os.environ, "IDOS": program, "IDOS_LANGUAGE": "en"},
        capture_output=True,
        text=True,
        timeout=MOST_SECONDS,
        check=False,
    )
    assert (lived.returncode, lived.stderr) == (0, ""), lived
    assert lived.stdout.splitlines()[-1].startswith("The garden, a year later: ")
