"""Whoever carries a shared folder from computer to computer: in part, in any order, late, and again."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

from sync.carry.folder import Exchanged


def busy(done: Exchanged) -> bool:
    """Say whether a look at a folder brought something, or wrote something there."""
    return bool(done.size or done.news or done.attachments)


def carry(source: Path, target: Path, dice: random.Random, *, part: float = 1.0, torn: float = 0.0) -> None:
    """Copy files one way, each with this chance, some of them torn; nothing is ever taken away."""
    names = sorted(path.name for path in source.iterdir() if path.is_file())
    dice.shuffle(names)
    for name in names:
        if dice.random() >= part:
            continue
        content = (source / name).read_bytes()
        if dice.random() < torn:
            content = content[: dice.randrange(len(content) + 1)]
        (target / name).write_bytes(content)


def carry_files(source: Path, target: Path, dice: random.Random, *, whole: bool = False) -> None:
    """Copy files one way as carriers do; ``whole``: all of them, in the end."""
    if source == target:
        return
    if not whole:
        carry(source, target, dice, part=dice.random(), torn=dice.choice((0.0, 0.0, 0.4)))
        return
    for path in source.iterdir():
        there = target / path.name
        if path.is_file() and (not there.exists() or there.stat().st_size < path.stat().st_size):
            there.write_bytes(path.read_bytes())


def mirror(source: Path, target: Path) -> None:
    """Make a folder what another one is, as a carrier does that takes files away, too."""
    shutil.rmtree(target)
    shutil.copytree(source, target)


def conflict_copies(folder: Path, dice: random.Random) -> list[str]:
    """Leave what carriers leave beside files they cannot decide about; return the names."""
    names = sorted(path.name for path in folder.iterdir() if path.name.endswith(".idos-carried"))
    made = []
    for name in names[:3]:
        stem = name.removesuffix(".idos-carried")
        for copy in (
            f"{stem} (conflicted copy 2026-11-28 101500).idos-carried",
            f"{stem}.sync-conflict-20261128-101500-ABCDEFG.idos-carried",
            f".syncthing.{name}.tmp",
            f".{name}.~1a2b",
            f"{stem} (copie en conflit de Karim).idos-carried",
        ):
            content = (folder / name).read_bytes()
            (folder / copy).write_bytes(content[: dice.randrange(len(content) + 1)])
            made.append(copy)
    (folder / "photo.jpg").write_bytes(b"not ours")
    (folder / "un dossier").mkdir(exist_ok=True)
    return [*made, "photo.jpg"]
