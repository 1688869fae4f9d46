"""What this device writes into a shared folder: what nobody tells there yet, and its own older files made one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from idos_p2p.ids import DeviceId
from idos_p2p.services.carry import (
    Enclosure,
    Piece,
    Reached,
    Span,
    beginning,
    enclosures,
    entries_from,
    join_span,
    reached,
    recipients,
    span_of,
)
from idos_p2p.services.cell import Cell
from sync.carry.beside import laying, place_of
from sync.carry.files import Files, Listing
from sync.carry.manifest import FOLDER_SUFFIX, Place
from sync.carry.placing import part_name, placing
from sync.carry.series import Kept, SeriesFile, lacking_of, mark_of, places_of, readable, save, spans_of
from sync.carry.steps import Step, Steps
from sync.carry.writing import Content, composed, expected_size

_NAME_BYTES = 16


@dataclass(frozen=True, slots=True)
class Told:
    """What was written. ``kept`` is what is remembered then."""

    kept: Kept
    entries: int = 0
    enclosed: int = 0
    size: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be written: from where on, which own files that replaces, which stay, and which attachments."""

    start: Reached
    replaced: tuple[SeriesFile, ...]
    stays: tuple[SeriesFile, ...]
    places: tuple[Place, ...]  # those of the replaced files that are still needed
    enclosed: tuple[Enclosure, ...]  # those that are to be laid beside


def plan(cell: Cell, kept: Kept, listing: Listing) -> Plan | None:
    """Return what this device has to write into the folder; None where all that it holds is told there to everybody.

    What is told: what files of any series hold that are there, and that were written for every device of the cell.
    What this device once told stays told by it, whatever others tell, so that two who make theirs smaller at one time
    do not both leave something out. Of its own files those at the end go into the new one that are not twice as large:
    so a few stay, each smaller than the one before, and an entry is written anew a few times in its life. All go when
    something was erased, when a body came that they lack, and one that not everybody of today can read.
    Strays count as others' do: perhaps another installation of this very device believes them to be its own.
    """
    readers = frozenset(recipients(cell))
    anew = bool(kept.own) and (kept.mark != mark_of(cell) or kept.lacking not in {b"", lacking_of(cell)})
    good = [] if anew else readable(kept.own, readers)
    others = readable(kept.others, readers)
    told = reached(cell, spans_of((*good, *others)))
    stale = tuple(one for one in (*kept.own, *(kept.strays if anew else ())) if one not in good)
    wanted = {one.blob: one for one in enclosures(cell)}
    lying = places_of((*good, *others), listing.names)
    enclosed = tuple(one for blob, one in wanted.items() if blob not in lying)
    if not stale and not enclosed and not entries_from(cell, told):
        return None
    content = Content(beginning(cell, told, spans_of(stale)))
    replaced = (*_outgrown(good, expected_size(cell, content)), *stale)
    stays = tuple(one for one in good if one not in replaced)
    again = places_of(replaced, listing.names)
    places = tuple(place for blob, place in again.items() if blob in wanted)
    fresh = tuple(one for one in enclosed if one.blob not in again)
    return Plan(beginning(cell, told, spans_of(replaced)), replaced, stays, places, fresh)


def telling(cell: Cell, files: Files, kept: Kept, listing: Listing) -> Steps[Told]:
    """Write what is to be written, remember it, and remove the own files that it replaces, and strays of no use.

    Who does not belong, or does not belong any more, writes nothing; nor does a device that went on from an older copy
    of itself, nor one on which something is still to be judged, and perhaps erased. Raises OSError as the disk does,
    RefusedError as ``placing`` and ``composed``, "folder_busy".
    """
    if cell.restored or not cell.membership.effective(cell.device) or cell.store.judgements.unjudged(1):
        return Told(kept)
    planned = plan(cell, kept, listing)
    told = Told(kept) if planned is None else (yield from _write(cell, files, kept, listing, planned))
    useless = _useless(cell, told.kept)
    if useless:
        others = tuple(one for one in told.kept.others if one not in useless)
        told = replace(told, kept=save(cell, replace(told.kept, others=others)))
        yield from _remove(files, told.kept, useless)
    return told


def _useless(cell: Cell, kept: Kept) -> list[SeriesFile]:
    """Return the strays without which as much is told to everybody."""
    readers = frozenset(recipients(cell))
    left = [*readable(kept.own, readers), *readable(kept.others, readers)]
    useless: list[SeriesFile] = []
    for one in kept.strays:
        without = [each for each in left if each is not one]
        if _told(cell, without) == _told(cell, left):
            useless.append(one)
            left = without
    return useless


def _told(cell: Cell, files: Sequence[SeriesFile]) -> tuple[int, frozenset[Place]]:
    untold = entries_from(cell, reached(cell, spans_of(files)))
    return untold, frozenset(place for one in files for place in one.places)


def _write(cell: Cell, files: Files, kept: Kept, listing: Listing, planned: Plan) -> Steps[Told]:
    mark, lacking, readers = mark_of(cell), lacking_of(cell), frozenset(recipients(cell))
    laid, size = list[Place](), 0
    for one in planned.enclosed:
        place = place_of(cell, one)
        took: int | None = yield from laying(cell, files, kept.folder, place, listing.names)
        if took is not None:
            laid.append(place)
            size += took
    content = Content(planned.start, (), (*planned.places, *laid))
    entries, spans = entries_from(cell, planned.start), list[Span]()
    if not entries and not content.places and not planned.replaced:
        return Told(kept)

    def follow(piece: Piece) -> None:
        join_span(spans, span_of(cell, piece), piece.back)

    name = cell.entropy(_NAME_BYTES).hex() + FOLDER_SUFFIX
    part = kept.folder / part_name(cell, FOLDER_SUFFIX)
    written = yield from placing(files, part, name, composed(cell, content, follow), expected_size(cell, content))
    own = SeriesFile(name, DeviceId(cell.device), readers, written, tuple(spans), tuple(content.places))
    others = tuple(one for one in kept.others if one not in planned.replaced)
    kept = save(cell, replace(kept, own=(*planned.stays, own), others=others, mark=mark, lacking=lacking))
    yield from _remove(files, kept, planned.replaced)
    return Told(kept, entries, len(laid), size + written)


def _remove(files: Files, kept: Kept, gone: Sequence[SeriesFile]) -> Steps[None]:
    """Remove files of this device's own series, and the attachments beside them that no other of them tells."""
    needed = {place.name for one in kept.own for place in one.places}
    for one in gone:
        for name in (one.name, *(place.name for place in one.places if place.name not in needed)):
            yield Step(partial(files.remove, kept.folder / name))


def _outgrown(good: Sequence[SeriesFile], size: int) -> list[SeriesFile]:
    """Return the files at the end of a series that are not twice as large as what takes their place."""
    found: list[SeriesFile] = []
    for one in reversed(good):
        if one.size > 2 * (size + sum(each.size for each in found)):
            break
        found.append(one)
    return found
