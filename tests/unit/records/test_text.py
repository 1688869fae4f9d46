"""The smallest change from one text to another."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as some

from idos_p2p.records.text import Splice, splices

TEXTS = some.text("ab é\n👩", max_size=40)


def applied(old: str, changes: Sequence[Splice]) -> str:
    for start, deleted, inserted in reversed(changes):
        old = old[:start] + inserted + old[start + deleted :]
    return old


@given(TEXTS, TEXTS)
def test_the_splices_turn_one_text_into_the_other(old: str, new: str) -> None:
    changes = splices(old, new)
    assert applied(old, changes) == new
    assert all(change.deleted or change.inserted for change in changes)
    assert all(one.start + one.deleted <= other.start for one, other in pairwise(changes))


def test_only_what_differs_is_touched() -> None:
    assert splices("un deux trois", "un deux trois") == []
    assert splices("un deux trois", "un deux et trois") == [Splice(8, 0, "et ")]
    assert splices("le jardin\nla cave\n", "le jardin\nla grande cave\n") == [Splice(13, 0, "grande ")]
    assert splices("repas", "repris") == [Splice(3, 1, "ri")]


def test_a_long_page_rewritten_in_places_is_compared_line_by_line() -> None:
    lines = [f"ligne {number} du cahier des récoltes\n" for number in range(2_000)]
    changed = [line.replace("récoltes", "semis") if number % 10 == 0 else line for number, line in enumerate(lines)]
    changes = splices("".join(lines), "".join(changed))
    assert applied("".join(lines), changes) == "".join(changed)
    assert len(changes) == 200


def test_two_unlike_texts_are_replaced_whole_rather_than_searched_for_ever() -> None:
    old = "".join(f"{number * 7919 % 10_007} " for number in range(5_000))
    new = "".join(f"{number * 104_729 % 10_009}, " for number in range(5_000))
    assert applied(old, splices(old, new)) == new
