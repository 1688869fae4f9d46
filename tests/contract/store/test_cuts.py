"""Power cuts and kills on the real store, in short; the long runs are commands (``tests/harness``)."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from idos_p2p.log.branches import size
from idos_p2p.store.database import PAGE_BYTES
from idos_p2p.store.sqlcipher import create_store, open_store
from tests.contract.store.making import CELL, KEY, Author, creation, keep
from tests.harness import recording
from tests.harness.disk import SECTOR_BYTES, Disk
from tests.harness.power_cut import Figures, examine, jobs
from tests.harness.trace import (
    Acknowledged,
    Begun,
    Call,
    Made,
    Removed,
    Renamed,
    Synced,
    SyncedDirectory,
    Truncated,
    Wrote,
)
from tests.harness.writing import FULL, NAME, NORMAL, OFF, ROOT, record

SEED = 20261122
IMAGES = (*range(20), *range(500, 600))  # of two lives: one moves its log into the file as the product, one often
KILLS = 24
TRACED = "pwrite64,write,pwritev,writev,fallocate,fsync,fdatasync,ftruncate,unlink,unlinkat,rename,renameat,renameat2"
STRACE_LINE = re.compile(r"\d+\s+(\w+)\((.*)\) += (\d+)")

needs_recording = pytest.mark.skipif(
    not recording.possible(), reason="this build of SQLCipher hides the functions by which its file calls are recorded"
)


def cut(images: Sequence[int], synchronous: str) -> Figures:
    """Return what these power cuts leave of a store that syncs like this."""
    figures = Figures()
    for job in jobs(images, SEED, synchronous):
        figures.add(examine(job))
    assert figures.images == len(images)
    return figures


@needs_recording
def test_a_power_cut_at_any_moment_loses_and_damages_nothing() -> None:
    figures = cut(IMAGES, FULL)
    assert figures.faults == []
    assert figures.sound
    assert figures.before > 0  # also while the store was made


@needs_recording
def test_the_power_cuts_find_what_a_store_that_syncs_less_loses() -> None:
    figures = cut(IMAGES[-40:], NORMAL)
    assert figures.lost > 0
    assert figures.corrupt == 0


@needs_recording
def test_the_power_cuts_find_what_a_store_that_never_syncs_damages() -> None:
    assert cut(IMAGES[-40:], OFF).corrupt > 0


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
@pytest.mark.parametrize(("early", "code"), [((), 0), (("--early",), 1)], ids=["after COMMIT", "before COMMIT"])
def test_a_process_killed_at_any_moment_loses_nothing_it_acknowledged(early: Sequence[str], code: int) -> None:
    command = ("-m", "tests.harness.kill", "--kills", str(KILLS), "--seed", str(SEED), "--processes", "1", *early)
    done = subprocess.run([sys.executable, *command], check=False, cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (code, ""), done.stdout
    assert ("0 lost" in done.stdout) == (not early)


def pages_in_log(log: bytes) -> set[int]:
    """Return the numbers, from 1, of the pages that a write-ahead log holds."""
    return {int.from_bytes(log[at : at + 4], "big") for at in range(32, len(log), 24 + PAGE_BYTES)}


def left_by_a_cut(directory: Path, sector: int) -> Path:
    """Return a store whose log was being moved into its file: a sector of the first page is half written there."""
    path, left = directory / NAME, directory / "left"
    store = create_store(path, KEY, CELL)
    keep(store, Author(1).write(creation(random.Random(SEED).randbytes(20_000).hex())))
    left.mkdir()
    for file in (path, path.with_name(NAME + "-wal")):
        shutil.copy(file, left)
    store.close()
    assert 1 in pages_in_log((left / (NAME + "-wal")).read_bytes())
    with (left / NAME).open("r+b") as torn:
        torn.seek(sector * SECTOR_BYTES)
        torn.write(b"x" * SECTOR_BYTES)
    return left / NAME


def require_whole(path: Path) -> None:
    """The store is sound, and holds what was acknowledged."""
    store = open_store(path, KEY, CELL)
    assert store.check() == []
    assert [size(branches) for branches in store.log.logs().values()] == [1]
    store.close()


def test_a_page_half_written_when_the_power_went_is_no_fault_of_the_file(tmp_path: Path) -> None:
    require_whole(left_by_a_cut(tmp_path, 1))


def test_a_first_sector_half_written_when_the_power_went_is_taken_from_the_log(tmp_path: Path) -> None:
    require_whole(left_by_a_cut(tmp_path, 0))


def asked_of_the_kernel(lines: Sequence[str], directory: Path) -> Iterator[tuple[object, ...]]:
    """Yield what strace saw done to our files, but for the index, which need not last."""
    for line in lines:
        if (match := STRACE_LINE.match(line)) is None or f"{directory}" not in line or "-shm" in line:
            continue
        call, arguments = match.group(1), match.group(2).replace(f"{directory}/", "").split(", ")
        name = re.sub(r"^\d+<(.*)>$", r"\1", arguments[0]).strip('"')
        if call == "fsync":
            yield ("sync", "" if name == str(directory) else name)
        elif call == "pwrite64":
            yield ("write", name, int(arguments[3]), int(arguments[2]))
        elif call == "ftruncate":
            yield ("truncate", name, int(arguments[1]))
        else:
            yield (call, *(argument.strip('"') for argument in arguments))


def recorded(calls: Sequence[Call]) -> Iterator[tuple[object, ...]]:
    """Yield the same of a trace."""
    names: dict[int, str] = {}
    for call in calls:
        match call:
            case Made(name, file):
                names[file] = name
            case Wrote(file, offset, data):
                yield ("write", names[file], offset, len(data))
            case Truncated(file, size):
                yield ("truncate", names[file], size)
            case Synced(file):
                yield ("sync", names[file])
            case SyncedDirectory():
                yield ("sync", "")
            case Removed(name):
                yield ("unlink", name)
            case Renamed(name, to):
                names = {file: to if held == name else held for file, held in names.items()}
                yield ("rename", name, to)
            case Begun() | Acknowledged():
                pass


@needs_recording
@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed: apt-get install strace")
def test_what_is_recorded_is_what_the_kernel_is_asked(tmp_path: Path) -> None:
    log = tmp_path / "strace.log"
    calls = record(
        tmp_path, "traced", 15, FULL, 40, before=("strace", "-f", "-y", "-s0", f"-etrace={TRACED}", f"-o{log}")
    )
    asked = list(asked_of_the_kernel(log.read_text().splitlines(), tmp_path / "work"))
    assert asked == list(recorded(calls))
    assert len(asked) > 300


def possible(*calls: Call) -> set[tuple[tuple[str, bytes], ...]]:
    """Return what a power cut after these calls may leave, of 300 tries."""
    disk, dice = Disk(), random.Random(SEED)
    for call in calls:
        disk.take(call)
    return {tuple(sorted(disk.cut(dice).items())) for _ in range(300)}


def test_only_what_was_synced_is_sure() -> None:
    made, wrote = Made("a", 1), Wrote(1, 0, b"one")
    assert possible(made, wrote) == {(), (("a", b""),), (("a", b"one"),)}
    assert possible(made, SyncedDirectory(), wrote) == {(("a", b""),), (("a", b"one"),)}
    assert possible(made, SyncedDirectory(), wrote, Synced(1)) == {(("a", b"one"),)}
    moved = (made, wrote, Synced(1), SyncedDirectory(), Renamed("a", "b"))
    assert possible(*moved) == {(("a", b"one"),), (("b", b"one"),)}
    assert possible(*moved, SyncedDirectory(), Removed("b"), SyncedDirectory()) == {()}


def test_unsynced_sectors_arrive_apart_and_in_any_order() -> None:
    base = (Made("a", 1), SyncedDirectory(), Wrote(1, 0, b"old" * PAGE_BYTES), Synced(1))
    after = possible(*base, Truncated(1, 4), Wrote(1, 2 * SECTOR_BYTES - 1, b"new"))
    held = {files[0][1][2 * SECTOR_BYTES - 2 : 2 * SECTOR_BYTES + 3] for files in after}
    assert {b"", b"\0n", b"\0new", b"\0\0ew"} <= held  # the cut came, with neither, one, both, or the later part alone
    assert {len(files[0][1]) for files in after} >= {4, 3 * PAGE_BYTES}
