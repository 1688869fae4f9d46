"""Cuts the power of a writing store at any moment, many times, and looks at what is left.

``python -m tests.harness.power_cut --images 20000 --seed 1``. A process writes on the real store and its calls are
recorded (``writing.py``); each image is what the disk may hold after a random number of them (``disk.py``), and is
opened as the product opens a cell (``life.py``). It ends with 1 when an image is corrupt or an acknowledged turn is
lost; ``--synchronous NORMAL`` and ``OFF`` weaken the writing process, to see that this finds it.
``--image N`` repeats one image of the same seed alone.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import secrets
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from idos_p2p.store.sqlcipher import create_store
from tests.contract.store.making import CELL, KEY
from tests.harness.disk import Disk, lay_out
from tests.harness.life import Life
from tests.harness.trace import Call
from tests.harness.writing import FULL, NAME, NORMAL, OFF, record, scratch, tell

IMAGES_A_LIFE = 500
TURNS = 40
FAULTS_TOLD = 5  # of each life
CHECKPOINTS = (0, 40, 150)  # pages of log before they are moved into the file, one for each life; 0 is the product's
INDEX = NAME + "-shm"
INDEX_BYTES = 32_768


@dataclass
class Figures:
    """What became of some images."""

    images: int = 0
    before: int = 0  # cut before the store was there: it is absent, and can be made
    lost: int = 0  # sound, but not all that was acknowledged is there
    worst: int = 0  # most turns that one of those lost
    corrupt: int = 0
    faults: list[str] = field(default_factory=list)

    def add(self, other: Figures) -> None:
        """Count these too."""
        self.images += other.images
        self.before += other.before
        self.lost += other.lost
        self.worst = max(self.worst, other.worst)
        self.corrupt += other.corrupt
        self.faults += other.faults

    @property
    def sound(self) -> bool:
        """Nothing lost, nothing corrupt."""
        return not self.lost and not self.corrupt


@dataclass(frozen=True, slots=True)
class Job:
    """Images of one life."""

    seed: int
    life: int
    images: Sequence[int]
    synchronous: str


@dataclass(frozen=True, slots=True)
class Cut:
    """One image: after how many calls the power goes, and the dice for what is left."""

    image: int
    moment: int
    dice: random.Random


def examine(job: Job) -> Figures:
    """Record one life, cut it as often as asked, and tell what was left."""
    figures = Figures()
    with tempfile.TemporaryDirectory(dir=scratch()) as place:
        name = f"{job.seed} {job.life}"
        checkpoint = CHECKPOINTS[job.life % len(CHECKPOINTS)]
        calls = record(Path(place), name, TURNS, job.synchronous, checkpoint)
        with closing(Life(name)) as life:
            for cut, disk in moments(calls, job):
                with tempfile.TemporaryDirectory(dir=place) as directory:
                    figures.add(_examine_image(life, disk, cut, Path(directory)))
    return figures


def moments(calls: Sequence[Call], job: Job) -> Iterator[tuple[Cut, Disk]]:
    """Yield each image's moment, in their order in time, and the disk then."""
    cuts = []
    for image in job.images:
        dice = random.Random(f"{job.seed} {image}")
        cuts.append(Cut(image, dice.randint(0, len(calls)), dice))
    disk, taken = Disk(), 0
    for cut in sorted(cuts, key=lambda cut: cut.moment):
        for call in calls[taken : cut.moment]:
            disk.take(call)
        taken = cut.moment
        yield cut, disk


def _examine_image(life: Life, disk: Disk, cut: Cut, directory: Path) -> Figures:
    dice = cut.dice
    files = disk.cut(dice)
    lay_out(files, directory)
    if dice.random() < 0.5:  # the index of the log is never synced, and has to be made again whatever is there
        (directory / INDEX).write_bytes(dice.randbytes(INDEX_BYTES))
    if NAME not in files and disk.acknowledged < 0:
        create_store(directory / NAME, KEY, CELL).close()
        return Figures(images=1, before=1)
    verdict = life.judge(directory / NAME, disk.begun)
    where = f"image {cut.image} after call {cut.moment}, turn {disk.begun} begun, {disk.acknowledged} acknowledged"
    if verdict.faults:
        return Figures(images=1, corrupt=1, faults=[f"{where}: {'; '.join(verdict.faults)}"])
    if verdict.turns < disk.acknowledged:
        gone = disk.acknowledged - verdict.turns
        return Figures(images=1, lost=1, worst=gone, faults=[f"{where}: lost {gone} of {disk.acknowledged} turns"])
    return Figures(images=1)


def jobs(images: Iterable[int], seed: int, synchronous: str) -> Iterator[Job]:
    """Split the images by the lives they are of."""
    lives: dict[int, list[int]] = {}
    for image in images:
        lives.setdefault(image // IMAGES_A_LIFE, []).append(image)
    return (Job(seed, life, of_life, synchronous) for life, of_life in lives.items())


def main() -> None:
    """Cut as often as asked, and tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--images", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(1 << 32))
    parser.add_argument("--synchronous", choices=(FULL, NORMAL, OFF), default=FULL)
    parser.add_argument("--image", type=int)
    parser.add_argument("--processes", type=int, default=os.cpu_count())
    asked = parser.parse_args()
    tell(f"seed {asked.seed}, synchronous {asked.synchronous}")
    images = range(asked.images) if asked.image is None else [asked.image]
    work = jobs(images, asked.seed, asked.synchronous)
    figures, start = Figures(), time.monotonic()
    with multiprocessing.get_context("spawn").Pool(asked.processes) as pool:
        for part in pool.imap_unordered(examine, work):
            figures.add(part)
            tell(*part.faults[:FAULTS_TOLD])
    seconds = time.monotonic() - start
    tell(
        f"{figures.images} images in {seconds:.0f} s ({figures.images / seconds:.0f}/s): {figures.corrupt} corrupt,"
        f" {figures.lost} lost acknowledged turns (at worst {figures.worst}), {figures.before} before there was a store"
    )
    sys.exit(not figures.sound)


if __name__ == "__main__":
    main()
