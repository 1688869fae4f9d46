"""Honest logs to be spoilt: entries of every sort, in segments of every length."""

from __future__ import annotations

from random import Random

from idos_p2p.ids import CellId, EntryId, RecordName
from idos_p2p.log.chain import Draft, Height
from idos_p2p.log.entry import Entry
from idos_p2p.log.segment import Sealed, seal
from tests.unit.log.authors import NOON, PROJECT, Author, admit_body, founder

OTHERS = [Author(seed, CellId(bytes(32))).device for seed in (11, 12, 13)]


def honest_entries(random: Random) -> list[Entry]:
    """Return the beginning of a log: its genesis, acts, records, changes of its own records and of others'."""
    author, genesis = founder(random.randrange(1, 50))
    return [genesis, *author.entries(*(_draft(random, author, genesis.id) for _ in range(random.randrange(1, 12))))]


def _draft(random: Random, author: Author, known: EntryId) -> Draft:
    body = random.randbytes(random.choice((0, 1, 20, 200, 3_000)))
    time = random.choice((0, NOON, NOON + random.randrange(10**6), 2**48 - 1))
    choice = random.random()
    if choice < 0.2:
        return author.act_draft(admit_body(known), known)
    if choice < 0.6:
        return author.creation(body, random.choice((PROJECT, 34, 255)), time)
    device = random.choice((author.device, *OTHERS))
    return author.change(RecordName(device, random.choice((1_000, 2**32 - 1))), body, PROJECT, time)


def honest_segment(random: Random) -> tuple[CellId, Height, Sealed]:
    """Return a segment of an honest log, its cell, and the height it continues."""
    author, genesis = founder(random.randrange(1, 50))
    start = Height(1, genesis.id)
    entries = author.entries(*(_draft(random, author, genesis.id) for _ in range(random.choice((1, 1, 2, 3, 8, 40)))))
    if random.random() < 0.2:
        return author.cell, Height(0, EntryId(bytes(32))), seal([genesis, *entries], author.key.sign)
    return author.cell, start, seal(entries, author.key.sign)
