"""An always-on peer with a large cell: ``python bench/always_on.py``, from the project's root (Linux alone).

``idos-p2p serve`` on a cell of twelve years (``bench/big_cell.py``), on loopback: what it takes of memory once it is
open; after a newcomer brought the whole log home from it; opened anew, after a meeting in which a laptop brings what it
wrote; after an hour's worth of work (records written by its own commands and by a peer that stays, the questions that
scripts ask, a copy); and after another newcomer. Peaks are the process's own since it was started.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

from big_cell import home_of

from idos_p2p.paths import Home
from ui.command.ask import ask
from ui.command.parser import parse

ROOT = Path(__file__).parents[1]
GOAL_MEBIBYTES = 80
WRITTEN_APART, WRITTEN_LIVE, ASKED = 100, 60, 20
LOOK_SECONDS = 0.2
QUESTIONS = (
    ("agenda",),
    ("search", "jardin"),
    ("compass", "--year", "2025"),
    ("gifts", "--year", "2025"),
    ("cell", "show"),
    ("cell", "members"),
    ("list", "page", "--limit", "50"),
)
COMMAND = [sys.executable, "-m", "ui.command.main"]


class Serving(NamedTuple):
    """A home that is open."""

    home: Path
    process: subprocess.Popen[str]
    endpoint: str

    def ask(self, *words: str) -> Any:
        """Have its process run a command; this one loads nothing for it."""
        options = vars(parse(words))
        plain = {name: value for name, value in options.items() if name not in {"home", "json"}}
        return ask(Home(self.home), options["command"], plain)

    def mebibytes(self) -> tuple[float, float]:
        """Return the memory it has now, and the most it ever had."""
        told = dict(
            line.split(":", 1)
            for line in Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii").splitlines()
        )
        return int(told["VmRSS"].split()[0]) / 1024, int(told["VmHWM"].split()[0]) / 1024


def main() -> int:
    """Measure, print one table, and say whether it is within the goal."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=100_000)
    options = parser.parse_args()
    peaks: list[float] = []
    with tempfile.TemporaryDirectory(prefix="idos-always-on-") as place:
        for what, serving in _hour(Path(place), options.records):
            now, most = serving.mebibytes()
            peaks.append(most)
            print(f"{what:42} {now:5.0f} MiB now  {most:5.0f} MiB at most", flush=True)
    within = max(peaks) < GOAL_MEBIBYTES
    print("within the goal" if within else f"missed: {GOAL_MEBIBYTES} MiB")
    return 0 if within else 1


def _hour(place: Path, records: int) -> Iterator[tuple[str, Serving]]:
    """Play it, and yield after each part."""
    home, laptop, newcomer = place / "box", place / "laptop", place / "newcomer"
    shutil.copytree(home_of(records), home)
    _run(home, "cell", "show")  # whatever a new version changes in the file is done before
    link = _run(home, "cell", "invite", "--uses", "2")["link"]
    with _serving(home) as box:
        yield "open", box
        _run(laptop, "cell", "join", link, "--as", "Zoé", "--peer", box.endpoint, "--no-discovery")
        yield "after a newcomer brought all of it home", box
    with _serving(home) as box:
        _write(laptop, WRITTEN_APART)
        _run(laptop, "sync", "--peer", box.endpoint, "--no-discovery")
        yield f"open anew, after a meeting of {WRITTEN_APART} entries", box
        for number in range(WRITTEN_LIVE):
            box.ask("add", "page", f"title=À la maison, le soir {number}")
        for _ in range(ASKED):
            for words in QUESTIONS:
                box.ask(*words)
        yield f"after {WRITTEN_LIVE} writings and {ASKED * len(QUESTIONS)} questions", box
        with _serving(laptop) as other:
            for number in range(WRITTEN_LIVE):
                other.ask("add", "page", f"title=En passant {number}")
            box.ask("sync", "--peer", other.endpoint, "--no-discovery")
        yield "after a peer that stayed", box
        box.ask("copy", "make", str(place / "copy"))
        yield "after a copy", box
        _bring_home(box, newcomer, link)
        yield "after another newcomer", box


def _bring_home(box: Serving, home: Path, link: str) -> None:
    """Let a newcomer in, until the log is home: what they make of it is no work of the box."""
    before = len(box.ask("status")["peers"])
    words = ("cell", "join", link, "--as", "Ali", "--peer", box.endpoint, "--no-discovery")
    command = [*COMMAND, "--home", str(home), "--json", *words]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
        while len(peers := box.ask("status")["peers"]) == before or not all(peer["up_to_date"] for peer in peers):
            time.sleep(LOOK_SECONDS)
        process.kill()


def _write(home: Path, pages: int) -> None:
    folder = home.with_name(home.name + "-pages")
    folder.mkdir()
    rows = "\n".join(f"Une page de plus {number};De l’eau, du temps." for number in range(pages))
    (folder / "pages.csv").write_text(f"titre;texte\n{rows}\n", encoding="utf-8")
    _run(home, "import", str(folder))


def _run(home: Path, *words: str) -> Any:
    done = subprocess.run(
        [*COMMAND, "--home", str(home), "--json", *words], cwd=ROOT, check=False, stdout=subprocess.PIPE, text=True
    )
    if done.returncode:
        raise SystemExit(f"{' '.join(words)}: {done.stdout}")
    return json.loads(done.stdout)


@contextmanager
def _serving(home: Path) -> Iterator[Serving]:
    words = ["--home", str(home), "--json", "serve", "--listen", "127.0.0.1:0", "--no-discovery"]
    process = subprocess.Popen([*COMMAND, *words], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        listening = json.loads(process.stdout.readline())
        yield Serving(home, process, f"{listening['host']}:{listening['port']}")
    finally:
        process.terminate()
        process.communicate()


if __name__ == "__main__":
    sys.exit(main())
