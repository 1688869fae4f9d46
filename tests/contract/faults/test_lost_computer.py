"""A computer that is gone, with a safety copy at hand: restored on another one, the same person goes on."""

from __future__ import annotations

from pathlib import Path

from idos_p2p.services.check import check_deep
from idos_p2p.services.copies import make_copy, restore_copy, source_of
from idos_p2p.services.people import members, own_person
from idos_p2p.services.write import add, change
from idos_p2p.views.records import find
from tests.contract.faults.homes import founded, home, joined, reopened, write
from tests.simulation.devices import conclusion, share


def test_a_founder_alone_goes_on_from_a_copy_on_another_computer(tmp_path: Path) -> None:
    lost = home(tmp_path, "aicha")
    cell = founded(lost, 3)
    copy = make_copy(source_of(lost.home, cell), tmp_path / "cl\u00e9.idos-copy", lost.clock.now_ms())
    before = cell.device
    cell.close()
    new = home(tmp_path, "another computer")
    restore_copy(new, copy.path)
    cell = reopened(new)
    assert cell.device != before  # the log of the lost one does not go on
    assert cell.membership.succeeded == {cell.device: before}
    change(cell, own_person(cell), {"skills": ["compost"]})
    assert [member.name for member in members(cell)] == ["A\u00efcha"]
    assert check_deep(cell).faults == ()
    cell.close()


def test_what_came_after_the_copy_comes_back_from_the_others_and_nothing_forks(tmp_path: Path) -> None:
    lost = home(tmp_path, "aicha")
    aicha = founded(lost, 2)
    luc = joined(aicha, home(tmp_path, "luc"), "Luc")
    copy = make_copy(source_of(lost.home, aicha), tmp_path / "cl\u00e9.idos-copy", lost.clock.now_ms())
    write(aicha, 2)
    later = add(aicha, "page", {"title": "Apr\u00e8s la copie"})
    share(aicha, luc)
    aicha.close()
    new = home(tmp_path, "another computer")
    restore_copy(new, copy.path)
    aicha = reopened(new)
    add(aicha, "page", {"title": "Sur l\u2019autre ordinateur"})
    share(luc, aicha)
    share(aicha, luc)
    assert find(aicha.store.reader, later).title == "Apr\u00e8s la copie"
    assert all(len(branches) == 1 for branches in aicha.logs().values())
    assert conclusion(aicha) == conclusion(luc)
    aicha.close()
    luc.close()
