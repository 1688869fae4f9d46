"""The gate's second half at its edges: each rule's last good change, its first bad one, and its name."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from idos_p2p.ids import DeviceId
from idos_p2p.limits import MAX_DEPTH, MAX_REWRITES
from idos_p2p.records.change import DELETE, MAKE_LIST, MAKE_MAP, MAKE_TEXT, Change, GateRefusal
from idos_p2p.records.context import RecordContext
from idos_p2p.records.gate import examine
from tests.fuzz.rows import Row, columns_of
from tests.unit.records.crafting import ANA, BEN, CLO, Parts

PEOPLE = (ANA, BEN, CLO)


def change_of(*rows: Row, by: DeviceId = ANA, seq: int = 1, start: int = 1, upon: Sequence[Change] = ()) -> Change:
    """Return a change of these rows, in which 0 is Ana, 1 Ben and 2 Clo whoever writes it."""
    named = {0}
    order = [by, *sorted(set(PEOPLE) - {by})]
    numbers = {PEOPLE.index(actor): order.index(actor) for actor in PEOPLE}
    told = [_renumbered(row, numbers, named) for row in rows]
    others = order[1:]
    compact = {0: 0}
    for number in sorted(named - {0}):
        compact[number] = len(compact)
    told = [_renumbered(row, compact, set()) for row in told]
    parts = Parts(
        dependencies=tuple(sorted(change.hash for change in upon)),
        actor=by,
        seq=seq,
        start_op=start,
        others=tuple(others[number - 1] for number in sorted(named - {0})),
        columns=columns_of(told),
    )
    return examine(parts.build(), by)


def _renumbered(row: Row, numbers: dict[int, int], named: set[int]) -> Row:
    def one(actor: int | None) -> int | None:
        if actor is None:
            return None
        named.add(numbers[actor])
        return numbers[actor]

    replaced = tuple((one(actor) or 0, counter) for actor, counter in row.predecessors)
    return row._replace(object_actor=one(row.object_actor), key_actor=one(row.key_actor), predecessors=replaced)


def put(word: str, *replaced: tuple[int, int], inside: tuple[int, int] | None = None, value: bytes = b"v") -> Row:
    """Set a key, in the root or in a map (device, operation)."""
    actor, counter = inside or (None, None)
    return Row(actor, counter, word=word, kind=6, value=value, predecessors=replaced)


def insert(inside: tuple[int, int], after: tuple[int, int] | None, value: bytes = b"x", kind: int = 6) -> Row:
    actor, counter = after or (None, 0)
    return Row(*inside, actor, counter, insert=True, kind=kind, value=value)


def at(inside: tuple[int, int], element: tuple[int, int], *replaced: tuple[int, int], value: bytes = b"y") -> Row:
    """Set an element."""
    return Row(*inside, *element, kind=6, value=value, predecessors=replaced)


def gone(row: Row) -> Row:
    return row._replace(action=DELETE, kind=0, value=b"")


def made(row: Row, action: int) -> Row:
    return row._replace(action=action, kind=0, value=b"")


TEXT, LIST, MAP = (0, 1), (0, 2), (0, 3)
# 1 text, 2 list, 3 map, 4 title; 5 a, 6 b in the text; 7 x in the list; 8 k in the map
FIRST = change_of(
    made(put("text"), MAKE_TEXT),
    made(put("list"), MAKE_LIST),
    made(put("map"), MAKE_MAP),
    put("title"),
    insert(TEXT, None, b"a"),
    insert(TEXT, (0, 5), b"b"),
    insert(LIST, None, b"several"),
    put("k", inside=MAP),
)


def context_of(*changes: Change) -> RecordContext:
    context = RecordContext()
    for change in changes:
        context.admit(change)
    return context


def refusal(change: Change, *before: Change) -> str:
    """Return the rule that a change breaks; what is refused leaves no trace."""
    context = context_of(*before)
    with pytest.raises(GateRefusal) as refused:
        context.admit(change)
    with pytest.raises(GateRefusal, match=refused.value.rule):
        context.admit(change)
    return refused.value.rule


def second(*rows: Row, by: DeviceId = ANA, seq: int = 2, start: int = 9, upon: Sequence[Change] = (FIRST,)) -> Change:
    return change_of(*rows, by=by, seq=1 if by != ANA and seq == 2 else seq, start=start, upon=upon)


def test_only_the_first_change_builds_on_nothing() -> None:
    assert refusal(change_of(put("k"), seq=2)) == "sequence"
    assert refusal(change_of(put("k"), start=2)) == "start_op"
    assert refusal(change_of(put("k"), by=BEN), FIRST) == "dependencies"
    context_of(change_of(put("k"), by=BEN))


def test_a_change_stands_at_the_next_place_of_its_line() -> None:
    for seq, start, rule in ((1, 9, "sequence"), (3, 9, "sequence"), (2, 8, "start_op"), (2, 10, "start_op")):
        assert refusal(change_of(put("n"), seq=seq, start=start, upon=(FIRST,)), FIRST) == rule
    one = second(put("n"))
    assert refusal(second(put("m")), FIRST, one) == "sequence"  # two at one place
    assert refusal(change_of(put("m"), by=BEN, seq=2, start=9, upon=(FIRST,)), FIRST) == "sequence"
    context_of(FIRST, one, change_of(put("m"), seq=3, start=10, upon=(one,)))


def test_operations_are_counted_on_from_the_highest_of_all_that_was_known() -> None:
    long, short = second(put("n"), put("m")), second(put("o"), by=BEN)
    both = change_of(put("p"), by=CLO, start=11, upon=(long, short))
    context_of(FIRST, long, short, both)
    assert refusal(change_of(put("p"), by=CLO, start=10, upon=(long, short)), FIRST, long, short) == "start_op"
    assert refusal(change_of(put("p"), by=CLO, start=11, upon=(short,)), FIRST, long, short) == "start_op"


def test_what_is_missing_is_told_and_nothing_else() -> None:
    one = second(put("n"))
    later = change_of(put("m"), seq=3, start=10, upon=(FIRST, one))
    assert set(context_of().missing(later)) == {FIRST.hash, one.hash}
    assert context_of(FIRST).missing(later) == (one.hash,)
    assert context_of(FIRST, one).missing(later) == ()


@pytest.mark.parametrize(
    "rows",
    [
        (put("title", (0, 4)),),
        (gone(put("title", (0, 4))),),
        (put("title", (0, 4)), put("title", (0, 9))),
        (gone(put("title", (0, 4))), put("title")),
        (put("new"), gone(put("new", (0, 9))), put("new")),
        (put("k", (0, 8), inside=MAP),),
        (put("l", inside=MAP),),
        (made(put("map", (0, 3)), MAKE_MAP), put("k", inside=(0, 9))),
        (insert(TEXT, (0, 6), b"c"), insert(TEXT, (0, 9), b"d")),
        (insert(TEXT, (0, 6), "é".encode()), insert(TEXT, (0, 5), b"d"), insert(TEXT, None, b"e")),
        (insert(LIST, (0, 7), b"several"), insert(LIST, (0, 9), b"", 0), made(insert(LIST, None), MAKE_MAP)),
        (at(TEXT, (0, 5), (0, 5)),),
        (gone(at(TEXT, (0, 5), (0, 5))),),
        (gone(at(TEXT, (0, 5), (0, 5))), gone(at(TEXT, (0, 6), (0, 6)))),
        (at(LIST, (0, 7), (0, 7), value=b"other"), at(LIST, (0, 7), (0, 9), value=b"again")),
        (insert(TEXT, (0, 6), b"c"), gone(at(TEXT, (0, 9), (0, 9))), insert(TEXT, (0, 9), b"d")),
        (insert(TEXT, (0, 6), b"c"), at(TEXT, (0, 9), (0, 9)), at(TEXT, (0, 9), (0, 10))),
    ],
)
def test_what_an_author_knows_may_be_worked_on(rows: Sequence[Row]) -> None:
    context_of(FIRST, second(*rows))


@pytest.mark.parametrize(
    ("rule", "rows"),
    [
        ("object", (put("k", inside=TEXT),)),
        ("object", (put("k", inside=LIST),)),
        ("object", (put("k", inside=(0, 4)),)),  # the title is no object
        ("object", (insert(MAP, None),)),
        ("object", (at(MAP, (0, 5), (0, 5)),)),
        ("object", (insert((0, 4), None),)),
        ("element", (insert(TEXT, (0, 7), b"c"),)),  # of the list
        ("element", (insert(LIST, (0, 5)),)),
        ("element", (insert(TEXT, (0, 4), b"c"),)),
        ("element", (at(TEXT, (0, 7), (0, 7)),)),
        ("element", (insert(TEXT, None, b"c"), insert(LIST, (0, 9)))),
        ("element", (insert(TEXT, (0, 6), b"c"), insert(TEXT, (0, 7), b"d"))),
        ("character", (insert(TEXT, None, b"cd"),)),
        ("character", (insert(TEXT, None, b""),)),
        ("character", (insert(TEXT, None, b"", 0),)),
        ("character", (insert(TEXT, None, b"\x01", 3),)),
        ("character", (made(insert(TEXT, None), MAKE_MAP),)),
        ("character", (at(TEXT, (0, 5), (0, 5), value=b"cd"),)),
        ("character", (insert(TEXT, (0, 6), b"c"), insert(TEXT, (0, 9), b"de"))),
        ("predecessors", (put("title"),)),
        ("predecessors", (put("title", (0, 3)),)),
        ("predecessors", (put("title", (0, 3), (0, 4)),)),
        ("predecessors", (put("new", (0, 4)),)),
        ("predecessors", (put("title", (0, 4)), put("title", (0, 4)))),
        ("predecessors", (put("new"), put("new"))),
        ("predecessors", (put("k", inside=MAP),)),
        ("predecessors", (put("k", (0, 4), inside=MAP),)),
        ("predecessors", (at(TEXT, (0, 5)),)),
        ("predecessors", (at(TEXT, (0, 5), (0, 6)),)),
        ("predecessors", (gone(at(TEXT, (0, 5), (0, 5))), at(TEXT, (0, 5)))),
        ("predecessors", (gone(put("title", (0, 4))), gone(put("title", (0, 4))))),
    ],
)
def test_what_an_author_cannot_have_seen_is_refused(rule: str, rows: Sequence[Row]) -> None:
    assert refusal(second(*rows), FIRST) == rule


def test_an_operation_after_a_run_is_not_taken_for_its_next_letter() -> None:
    other = made(put("other"), MAKE_TEXT)  # 9
    run = (insert(TEXT, (0, 6), b"c"), insert(TEXT, (0, 10), b"d"))
    context_of(FIRST, second(other, *run, insert((0, 9), None, b"e")))
    assert refusal(second(other, *run, insert((0, 9), (0, 11), b"e")), FIRST) == "element"
    changed = at(TEXT, (0, 5), (0, 5))  # 9: a letter set anew makes no element
    assert refusal(second(changed, insert(TEXT, (0, 9), b"c")), FIRST) == "element"
    assert refusal(second(put("new"), insert(TEXT, (0, 9), b"c")), FIRST) == "element"


def test_what_was_made_apart_is_unknown_until_it_is_built_on() -> None:
    aside = second(made(put("aside"), MAKE_MAP), insert(TEXT, (0, 6), b"c"), insert(LIST, (0, 7)), by=BEN)  # 9, 10, 11
    for rule, row in (
        ("object", put("k", inside=(1, 9))),
        ("element", insert(TEXT, (1, 10), b"d")),
        ("element", at(LIST, (1, 11), (1, 11))),
        ("predecessors", put("aside", (1, 9))),
    ):
        padded = second(put("mine"), put("b"), put("c"))  # operations 9 to 11 of Ana
        knows = change_of(row, seq=3, start=12, upon=(padded, aside))
        assert refusal(change_of(row, seq=3, start=12, upon=(padded,)), FIRST, aside, padded) == rule
        context_of(FIRST, aside, padded, knows)


def test_values_given_apart_are_replaced_by_who_saw_them_and_by_nobody_else() -> None:
    one, other = second(put("title", (0, 4))), second(put("title", (0, 4)), by=BEN)
    context_of(FIRST, one, other, change_of(put("title", (0, 9), (1, 9)), by=CLO, start=10, upon=(one, other)))
    context_of(FIRST, one, other, change_of(put("title", (0, 9)), by=CLO, start=10, upon=(one,)))
    context_of(FIRST, one, other, change_of(put("title", (1, 9)), by=CLO, start=10, upon=(other,)))
    for wrong in (((0, 9),), ((1, 9),), ((0, 4),), ()):
        merged = change_of(put("title", *wrong), by=CLO, start=10, upon=(one, other))
        assert refusal(merged, FIRST, one, other) == "predecessors"
    for unseen in (((0, 9), (1, 9)), ((1, 9),), ((0, 4),)):
        half = change_of(put("title", *unseen), by=CLO, start=10, upon=(one,))
        assert refusal(half, FIRST, one, other) == "predecessors"


def test_what_one_deleted_another_who_did_not_know_still_sees() -> None:
    deleted = second(gone(at(TEXT, (0, 5), (0, 5))), gone(put("title", (0, 4))))
    context_of(FIRST, deleted, change_of(put("title"), seq=3, start=11, upon=(deleted,)))
    context_of(FIRST, deleted, second(put("title", (0, 4)), at(TEXT, (0, 5), (0, 5)), by=BEN))
    assert refusal(change_of(put("title", (0, 4)), seq=3, start=11, upon=(deleted,)), FIRST, deleted) == "predecessors"
    assert refusal(second(put("title"), by=BEN), FIRST, deleted) == "predecessors"
    again = change_of(at(TEXT, (0, 5), (0, 5)), seq=3, start=11, upon=(deleted,))
    assert refusal(again, FIRST, deleted) == "predecessors"
    kept = second(at(TEXT, (0, 5), (0, 5)), by=BEN)
    both = change_of(at(TEXT, (0, 5), (1, 9)), by=CLO, start=11, upon=(deleted, kept))
    context_of(FIRST, deleted, kept, both)


def test_a_long_line_of_values_replaced_one_by_one_is_seen_from_each_past() -> None:
    steps = [FIRST]
    for number in range(5):
        before = (0, 4) if number == 0 else (0, 8 + number)
        steps.append(change_of(put("title", before), seq=2 + number, start=9 + number, upon=(steps[-1],)))
    for place, known in enumerate(steps):
        seen = (0, 4) if place == 0 else (0, 8 + place)
        late = change_of(put("title", seen), by=BEN, start=9 + place, upon=(known,))
        context_of(*steps, late)
        wrong = (0, 4) if place else (0, 3)
        late = change_of(put("title", wrong), by=BEN, start=9 + place, upon=(known,))
        assert refusal(late, *steps) == "predecessors"


@pytest.mark.parametrize("inside", [None, MAP])
def test_one_place_is_written_so_often_and_no_more(inside: tuple[int, int] | None) -> None:
    rows = [put("often", inside=inside), *(put("often", (0, 9 + n), inside=inside) for n in range(MAX_REWRITES - 1))]
    context_of(FIRST, second(*rows))
    assert refusal(second(*rows, put("often", (0, 8 + MAX_REWRITES), inside=inside)), FIRST) == "rewrites"


def test_an_element_is_written_so_often_and_no_more() -> None:
    rows = [at(TEXT, (0, 5), (0, 5)), *(at(TEXT, (0, 5), (0, 9 + n)) for n in range(MAX_REWRITES - 1))]
    context_of(FIRST, second(*rows))
    assert refusal(second(*rows, at(TEXT, (0, 5), (0, 8 + MAX_REWRITES))), FIRST) == "rewrites"


@pytest.mark.parametrize("kind", [MAKE_MAP, MAKE_LIST, MAKE_TEXT])
def test_objects_are_so_deep_and_no_deeper(kind: int) -> None:
    rows = [made(put("in"), MAKE_MAP)]
    rows += [made(put("in", inside=(0, depth)), MAKE_MAP) for depth in range(1, MAX_DEPTH - 1)]
    last = made(put("in", inside=(0, MAX_DEPTH - 1)), kind)
    full = change_of(*rows, made(put("in", inside=(0, MAX_DEPTH - 1)), MAKE_MAP))
    context_of(change_of(*rows, last))
    beyond = made(put("in", inside=(0, MAX_DEPTH)), kind)
    assert refusal(change_of(*rows, made(last, MAKE_MAP), beyond)) == "depth"
    later = change_of(beyond, seq=2, start=MAX_DEPTH + 1, upon=(full,))
    assert refusal(later, full) == "depth"
    context_of(full, change_of(put("v", inside=(0, MAX_DEPTH)), seq=2, start=MAX_DEPTH + 1, upon=(full,)))
