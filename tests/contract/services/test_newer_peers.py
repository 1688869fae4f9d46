"""What a newer program writes survives a round trip through an older one, and is read once that one is newer too."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from idos_p2p.errors import RefusedError
from idos_p2p.records.kinds import BY_CODE, BY_NAME, Field, FieldType, Kind
from idos_p2p.services.cell import Cell
from idos_p2p.services.check import rebuild
from idos_p2p.services.history import history
from idos_p2p.services.undo import restore, undo
from idos_p2p.services.write import add, change
from idos_p2p.views.records import find
from tests.contract.services.sending import Pair
from tests.simulation.devices import Surroundings, assert_sound, blobs, conclusion, share

VOTE = Kind(
    "vote",
    90,
    shared=True,
    fields=(Field("title", FieldType.LINE), Field("grounds", FieldType.TEXT), Field("removed", FieldType.DATE)),
    title="title",
)
PAGE = replace(
    BY_NAME["page"],
    fields=(
        *BY_NAME["page"].fields,
        Field("mood", FieldType.LINE),
        Field("digest", FieldType.TEXT),
        Field("tags", FieldType.WORDS),
    ),
)


@contextmanager
def newer_program() -> Iterator[None]:
    """Let this program know a kind and fields that others do not, for as long as the block lasts."""
    with pytest.MonkeyPatch.context() as patch:
        for kind in (VOTE, PAGE):
            patch.setitem(BY_NAME, kind.name, kind)
            patch.setitem(BY_CODE, kind.code, kind)
        yield


@pytest.fixture
def zoe(around: Surroundings, pair: Pair) -> Cell:
    """Zoé, whose program is newer than those of Ana and Luc."""
    ana, luc = pair
    zoe = around.joined(ana, "Zoé")
    share(ana, luc)
    return zoe


def written(zoe: Cell) -> tuple[str, str]:
    """Let Zoé write a record of a kind, and a page with fields, that the others do not know."""
    with newer_program():
        vote = add(zoe, "vote", {"title": "Le potager", "grounds": "Parce que."})
        page = add(
            zoe,
            "page",
            {"title": "Compost", "body": "Remuer.", "mood": "gai", "digest": "court", "tags": ["sol", "été"]},
        )
        change(zoe, vote, {"grounds": "Parce qu’on l’a dit."})
    return vote, page


def test_an_older_program_forwards_it_byte_for_byte_and_says_that_it_cannot_read_it(pair: Pair, zoe: Cell) -> None:
    ana, luc = pair
    vote, _ = written(zoe)
    share(zoe, ana)
    share(ana, luc)
    for cell in pair:
        assert blobs(cell, zoe.device) == blobs(zoe, zoe.device)
        assert cell.store.judgements.verdicts()["unknown"] == 2
        with pytest.raises(RefusedError, match="record_unknown"):
            find(cell.store.reader, vote)
    assert conclusion(ana) == conclusion(luc)
    assert_sound(pair)


def test_fields_of_a_newer_program_are_shown_and_kept_by_the_edits_of_an_older_one(pair: Pair, zoe: Cell) -> None:
    ana, luc = pair
    _, page = written(zoe)
    share(zoe, ana)
    assert find(ana.store.reader, page).fields["mood"] == "gai"
    change(ana, page, {"title": "Le compost", "body": "Remuer chaque semaine."})
    share(ana, luc)
    change(luc, page, {"licence": "CC0-1.0"})
    restore(luc, page, history(luc, page)[1].entry.hex())
    undo(luc)
    share(luc, ana)
    share(luc, zoe)
    with newer_program():
        rebuild(zoe)
        shown = find(zoe.store.reader, page).fields
        assert (shown["title"], shown["body"]) == ("Le compost", "Remuer chaque semaine.")
        assert (shown["mood"], shown["digest"], shown["tags"]) == ("gai", "court", ["sol", "été"])
        change(zoe, page, {"tags": ["été"], "mood": None})
    share(zoe, ana)
    assert "mood" not in find(ana.store.reader, page).fields
    assert [entry.who for entry in history(ana, page)] == ["Zoé", "Ana", "Luc", "Luc", "Luc", "Zoé"]


def test_all_of_it_is_read_once_the_program_is_newer(pair: Pair, zoe: Cell) -> None:
    ana, luc = pair
    vote, page = written(zoe)
    share(zoe, ana)
    share(ana, luc)
    change(luc, page, {"title": "Le compost"})
    share(luc, zoe)
    share(luc, ana)
    with newer_program():
        for cell in (ana, luc, zoe):
            rebuild(cell)
        for cell in (ana, luc, zoe):
            assert find(cell.store.reader, vote).fields["grounds"] == "Parce qu’on l’a dit."
            assert find(cell.store.reader, page).fields["tags"] == ["sol", "été"]
            assert conclusion(cell) == conclusion(zoe)
        assert_sound([ana, luc, zoe])
