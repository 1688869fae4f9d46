"""Two devices edit one page apart in 200 random ways: both ends equal, and no letter lost that nobody deleted."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from idos_p2p.records.text import splices
from idos_p2p.services.cell import Cell
from idos_p2p.services.check import check_deep
from idos_p2p.services.write import add, change
from idos_p2p.views.records import find
from tests.simulation.devices import Surroundings, conclusion, in_memory, share

PAGES, ROUNDS = 20, 10  # 200 times that both edit apart, then meet
FIRST_LETTER = 0x4E00  # of a block with more letters than are ever written: each is written once


class Editor:
    """Edits a text as dice say; each letter it writes is one that nobody wrote before."""

    def __init__(self, dice: Random) -> None:
        self.dice = dice
        self.next = FIRST_LETTER

    def words(self, most: int) -> str:
        """Return some new words, perhaps on several lines."""
        found = ""
        for _ in range(self.dice.randrange(1, most)):
            length = self.dice.randrange(1, 6)
            found += "".join(map(chr, range(self.next, self.next + length))) + self.dice.choice(" \n")
            self.next += length
        return found

    def edited(self, text: str) -> str:
        """Return the text after some insertions, deletions and replacements, inside words and between them."""
        for _ in range(self.dice.randrange(1, 4)):
            start = self.dice.randrange(len(text) + 1)
            end = min(len(text), start + self.dice.choice((0, 0, 1, 3, 12, 40)))
            text = text[:start] + self.dice.choice(("", self.words(4), self.words(2).strip())) + text[end:]
        return text


def letters(text: str) -> set[str]:
    """Return the letters of a text that can be told from each other."""
    return {letter for letter in text if ord(letter) >= FIRST_LETTER}


def written_again(old: str, new: str) -> set[str]:
    """Return the letters that an edit deletes and inserts, because a word around them changed."""
    return {letter for splice in splices(old, new) for letter in splice.inserted} & letters(old)


def body_of(cell: Cell, page: str) -> str:
    return str(find(cell.store.reader, page).fields.get("body", ""))


def require_nothing_lost(before: str, mine: str, theirs: str, after: str) -> None:
    """Check what became of a text that two persons changed apart."""
    deleted = (letters(before) - letters(mine)) | (letters(before) - letters(theirs))
    assert (letters(before) | letters(mine) | letters(theirs)) - deleted <= letters(after)
    again = written_again(before, mine) | written_again(before, theirs)
    assert letters(after) & deleted <= again
    kept = Counter(before)  # letters written several times, blanks and ends of lines: by count
    for new in (mine, theirs):
        for start, gone, inserted in splices(before, new):
            kept.subtract(before[start : start + gone])
            kept.update(inserted)
    counted = Counter(after)
    assert all(counted[letter] >= least for letter, least in kept.items())


@pytest.mark.parametrize("seed", range(PAGES))
def test_both_ends_are_equal_and_no_letter_is_lost_that_nobody_deleted(seed: int) -> None:
    around = Surroundings(seed, in_memory)
    ana = around.found("Ana")
    luc = around.joined(ana, "Luc")
    editor = Editor(Random(seed))
    page = add(ana, "page", {"title": "Compost", "body": editor.words(20)})
    share(ana, luc)
    for _ in range(ROUNDS):
        before = body_of(ana, page)
        mine, theirs = editor.edited(before), editor.edited(before)
        change(ana, page, {"body": mine})
        change(luc, page, {"body": theirs})
        share(ana, luc)
        share(luc, ana)
        assert body_of(ana, page) == body_of(luc, page)
        require_nothing_lost(before, mine, theirs, body_of(ana, page))
    assert conclusion(ana) == conclusion(luc)
    assert check_deep(luc).faults == ()
    around.close()
