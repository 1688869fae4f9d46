"""The shared folder: what others put there is read, then what nobody has put there yet is written (BUNDLE.md, §Folder).

Each device writes files of its own alone, each under a name that was never used, and takes its own away again once a
bigger one tells the same: so no two devices ever write one file, and whoever carries the folder may copy it in any
order, in part, again, or late.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from idos_p2p.errors import RefusedError
from idos_p2p.ids import DeviceId
from idos_p2p.services.attach import missing_attachments
from idos_p2p.services.carry import settle
from idos_p2p.services.cell import Cell
from idos_p2p.services.holdings import note_holdings
from sync.carry.beside import fetching
from sync.carry.faults import is_gone, unwritten
from sync.carry.files import DiskFiles, Files, Listing, Names
from sync.carry.manifest import FOLDER_SUFFIX
from sync.carry.reading import Reading, ends_of, going_through
from sync.carry.series import Kept, SeriesFile, folder_of, is_ours, load, note_look, places_of, save
from sync.carry.steps import Progress, Step, Steps, carry_out, never, unheard
from sync.carry.taking import Inspecting, Taking
from sync.carry.telling import Told, telling
from sync.protocol.limits import MAX_FOLDER_FILES

TORN = "attachment_torn"
NOT_YET = frozenset({"bundle_cut", "bundle_damaged", "bundle_unreadable", "bundle_altered", "bundle_gap", TORN})
"""Why a file could not be read that may only be on its way still."""

_ENDING = frozenset({"store_full", "store_io", "folder_busy"})
"""What no file has a part in: the whole look ends there, and another one may go well."""


@dataclass(slots=True)
class Looked:
    """What this process has found out about files that it could not use, so that each is looked at once.

    By name: the size and time it had then, and why. Bounded by what the folder holds.
    """

    at: dict[str, tuple[tuple[int, int], str]] = field(default_factory=dict)
    digest: bytes = b""  # of what was held when a file built on something that was not

    def knows(self, name: str, names: Names) -> bool:
        """Say whether the file is as it was when it could not be used."""
        return name in self.at and self.at[name][0] == names[name]

    def note(self, name: str, names: Names, code: str) -> None:
        """Remember why a file cannot be used as it is."""
        self.at[name] = (names[name], code)

    def forget_gone(self, names: Names) -> None:
        """Forget the files that the folder does not hold any more."""
        self.at = {name: known for name, known in self.at.items() if name in names}

    def try_again(self) -> None:
        """Forget the files that may only be on their way: one may come whole without a later time of change."""
        self.at = {name: known for name, known in self.at.items() if known[1] not in NOT_YET}

    def look_again(self, digest: bytes) -> None:
        """Forget the files that build on something, where what is held has changed since."""
        if digest != self.digest:
            self.at = {name: known for name, known in self.at.items() if known[1] != "bundle_gap"}
            self.digest = digest

    def count(self, codes: frozenset[str]) -> int:
        """Return how many files could not be used for one of these reasons."""
        return sum(code in codes for _, code in self.at.values())


@dataclass(frozen=True, slots=True)
class Exchanged:
    """What one look at a shared folder brought. ``news``: entries that were not here, by the device that wrote them."""

    folder: Path
    news: Mapping[DeviceId, int]
    attachments: int  # that were not here
    read: int  # files of others
    entries: int  # written for the others
    enclosed: int  # attachments written for the others
    size: int  # bytes written
    unready: int  # files that are not, or not yet, whole, or build on one that is not there yet
    closed: int  # files that their writers did not know to be for this computer, too
    held_up: RefusedError | None  # why nothing was written, or an attachment not taken

    @property
    def busy(self) -> bool:
        """Whether anything came or was written."""
        return bool(self.news or self.attachments or self.read or self.size)


@dataclass(slots=True)
class _Taken:
    news: Counter[DeviceId] = field(default_factory=Counter)
    read: int = 0


def exchange_folder(
    cell: Cell,
    folder: Path,
    *,
    files: Files | None = None,
    looked: Looked | None = None,
    progress: Progress = unheard,
    cancelled: Callable[[], bool] = never,
) -> Exchanged:
    """Do all of ``exchanging`` here and now, as ``steps.carry_out`` does."""
    return carry_out(exchanging(cell, files or DiskFiles(), folder, looked or Looked()), progress, cancelled)


def exchanging(cell: Cell, files: Files, folder: Path, looked: Looked) -> Steps[Exchanged]:
    """Read what is new in a shared folder, then write there what it does not tell yet; remember how that ended.

    Raises RefusedError: ``folder_missing``, ``folder_busy``, store_full, store_io. What came by then stays.
    """
    chosen = folder == folder_of(cell)
    try:
        done = yield from _exchanging(cell, files, folder, looked)
    except RefusedError as refused:
        if chosen and refused.code not in {"store_full", "store_io"}:
            note_look(cell, refused.code, busy=False)
        raise
    if chosen:
        note_look(cell, done.held_up.code if done.held_up else "", busy=done.busy)
    return done


def _exchanging(cell: Cell, files: Files, folder: Path, looked: Looked) -> Steps[Exchanged]:
    kept = load(cell, folder)
    listing = yield from _listed(files, kept)
    looked.forget_gone(listing.names)
    kept = kept.without_gone(listing.names)
    kept, taken = yield from _take_new(cell, files, kept, listing, looked)
    while settle(cell):
        yield Step()
    attachments, untaken = yield from _fetch(cell, files, kept, listing, looked)
    told, held_up = Told(kept), untaken
    try:
        told = yield from telling(cell, files, kept, listing)
    except RefusedError as refused:
        if refused.code in _ENDING:
            raise
        held_up = refused
    except OSError as error:
        held_up = unwritten(files, folder / FOLDER_SUFFIX, error)
    return Exchanged(
        folder,
        dict(taken.news),
        attachments,
        taken.read,
        told.entries,
        told.enclosed,
        told.size,
        looked.count(NOT_YET),
        looked.count(frozenset({"bundle_not_for_us"})),
        held_up,
    )


def _listed(files: Files, kept: Kept) -> Steps[Listing]:
    """Return what the folder holds, as far as it may be of a series; what is known of it first, if it is too much."""
    try:
        listing: Listing = yield Step(partial(files.look, kept.folder))
    except OSError as error:
        raise RefusedError("folder_missing", path=str(kept.folder)) from error
    known = kept.names
    few = sorted(filter(is_ours, listing.names), key=lambda name: (name not in known, name))[:MAX_FOLDER_FILES]
    return replace(listing, names={name: listing.names[name] for name in few})


def _take_new(cell: Cell, files: Files, kept: Kept, listing: Listing, looked: Looked) -> Steps[tuple[Kept, _Taken]]:
    """Take what is in files that were not read before; those that build on others after these, in any order."""
    taken, more = _Taken(), True
    while more:
        looked.look_again(cell.digest())
        fresh = yield from _whole_ones(cell, files, kept, listing, looked)
        before = sum(taken.news.values())
        for name, reading in sorted(fresh.items(), key=lambda each: (each[1].made_ms, each[0])):
            use = Taking(cell)
            why = yield from _attempt(cell, files, kept.folder / name, use)
            taken.news.update(use.news)
            if why is not None and why.code in _ENDING:
                raise why
            if why is not None:
                looked.note(name, listing.names, why.code)
                continue
            size = listing.names[name][0]
            found = SeriesFile(name, reading.exporter, reading.readers, size, tuple(use.spans), reading.places)
            kept = replace(kept, others=(*kept.others, found))
            note_holdings(cell, reading.exporter, ends_of(use.spans))
            taken.read += 1
        more = sum(taken.news.values()) > before and looked.count(frozenset({"bundle_gap"})) > 0
    return (save(cell, kept) if taken.read else kept), taken


def _whole_ones(cell: Cell, files: Files, kept: Kept, listing: Listing, looked: Looked) -> Steps[dict[str, Reading]]:
    """Return the files that were not read before and are whole, with what each says of itself."""
    known = kept.names
    found: dict[str, Reading] = {}
    for name in listing.names:
        if name in known or looked.knows(name, listing.names):
            continue
        try:
            reading = yield from going_through(cell, files, kept.folder / name, Inspecting())
        except RefusedError as refused:
            if refused.code == "bundle_pulled_out_reading":
                raise RefusedError("folder_missing", path=str(kept.folder)) from refused
            looked.note(name, listing.names, refused.code)
            continue
        if reading.stopped:
            looked.note(name, listing.names, reading.stopped.code)
        else:
            found[name] = reading
    return found


def _attempt(cell: Cell, files: Files, path: Path, use: Taking) -> Steps[RefusedError | None]:
    """Take what a file holds; return why that stopped, None when it did not."""
    try:
        return (yield from going_through(cell, files, path, use)).stopped
    except RefusedError as refused:
        return refused
    finally:
        use.close()


def _fetch(
    cell: Cell, files: Files, kept: Kept, listing: Listing, looked: Looked
) -> Steps[tuple[int, RefusedError | None]]:
    """Take the attachments that are missing here and lie in the folder; return how many came, and why no more did."""
    came = 0
    places = places_of((*kept.others, *kept.own), listing.names)
    for blob in missing_attachments(cell):
        place = places.get(blob)
        if place is None or looked.at.get(place.name) == (listing.names[place.name], TORN):
            continue
        try:
            got = yield from fetching(cell, files, kept.folder / place.name, place)
        except RefusedError as refused:
            return came, refused
        except OSError as error:
            if is_gone(files, kept.folder, error):
                raise RefusedError("folder_missing", path=str(kept.folder)) from error
            got = False
        came += got
        if not got:
            looked.note(place.name, listing.names, TORN)
    return came, None
