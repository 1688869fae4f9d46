"""Attaches one file after the other to one record of a home, until killed: ``python -m tests.harness.attaching HOME``.

It opens the home as the program does, and prints the hash of each attachment once it is durable. The files are of all
sizes, a few chunks at most; which ones follows from ``--seed``.
"""

from __future__ import annotations

import argparse
import itertools
import random
import secrets
import tempfile
from pathlib import Path

from idos_p2p.clock import SystemClock
from idos_p2p.limits import ATTACHMENT_CHUNK_BYTES
from idos_p2p.paths import Home
from idos_p2p.services.attach import attach
from idos_p2p.services.found import Surroundings, open_cell
from idos_p2p.views.records import listing
from tests.harness.writing import tell

MOST_BYTES = 3 * ATTACHMENT_CHUNK_BYTES


def main() -> None:
    """Attach, and tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("home", type=Path)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(1 << 32))
    asked = parser.parse_args()
    dice = random.Random(asked.seed)
    around = Surroundings(Home(asked.home), SystemClock(), secrets.token_bytes)
    cell = open_cell(around, around.home.cells()[0])
    record = listing(cell.store.reader, "page", {}, 1)[0].id
    with tempfile.TemporaryDirectory() as folder:
        for number in itertools.count():
            path = Path(folder) / f"{number}.bin"
            path.write_bytes(dice.randbytes(dice.randrange(MOST_BYTES)))
            tell(attach(cell, record, path).hash)
            path.unlink()


if __name__ == "__main__":
    main()
