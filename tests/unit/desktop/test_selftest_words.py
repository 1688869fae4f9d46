"""The self-test in words: faults first, each with what to do, and the ways out."""

from __future__ import annotations

import pytest

from sync.discovery.addresses import Endpoint
from sync.discovery.interfaces import Interface
from sync.discovery.network_kind import Kind
from sync.selftest.examine import Examined
from sync.selftest.judge import judge
from sync.selftest.observed import Observed, Other, Way
from ui.desktop.presenters.selftest import checked
from ui.words.languages import LANGUAGES, words_for

FR = words_for("fr")


def observed(*others: Other, kind: Kind = Kind.OPEN, hosts: tuple[str, ...] = ("192.168.1.12",)) -> Observed:
    """Return what a computer on a network sees, of these others."""
    interface = Interface("wlan0", "wlan0", hosts)
    return Observed((interface,), hosts, kind, 41_234, None, len(others), others, (0,))


def examined(seen: Observed) -> Examined:
    """Return what the self-test says of it, nobody being met."""
    return Examined(judge(seen), seen, ())


def silent(cause: str) -> Other:
    """Return another computer that could not be dialled, for that cause."""
    return Other(Endpoint("192.168.1.20", 41_000), near=True, met=False, came_in=False, cause=cause)


def test_the_fault_comes_first_with_its_ways_out() -> None:
    shown = checked(FR, examined(observed(silent("no_route"))))
    assert shown.title == FR.say("selftest_found")
    assert [row.fault for row in shown.rows][:2] == [True, False]
    assert "192.168.1.20:41000" in shown.rows[0].text
    assert [way.way for way in shown.ways] == [Way.HOTSPOT, Way.USB]
    assert len(shown.rows) == 8
    assert shown.here == "192.168.1.12:41234"


def test_without_a_fault_and_without_anybody_it_promises_nothing() -> None:
    shown = checked(FR, examined(observed()))
    assert shown.title == FR.say("selftest_nobody")
    assert shown.tone == "here"
    assert shown.ways


def test_a_computer_without_a_network_has_no_address_to_tell() -> None:
    assert checked(FR, examined(observed(hosts=()))).here == ""


@pytest.mark.parametrize("language", [one.code for one in LANGUAGES])
@pytest.mark.parametrize("cause", ["no_route", "timeout", "refused", "not_allowed"])
def test_each_cause_is_a_sentence_in_each_language(language: str, cause: str) -> None:
    shown = checked(words_for(language), examined(observed(silent(cause), kind=Kind.PUBLIC)))
    assert all(row.text and "…" not in row.text for row in shown.rows)
