"""Eight homes of one cell, through the command line and real channels, in several orders of meeting: the end is equal.

The story of issue 5: a cell is founded and grows, its members confirm each other, beneficiaries lead a project, an
objection is integrated, another one comes late; one is put out and keeps syncing with an accomplice; a laptop is lost;
who was away during two renewals of the cell secret comes back, by the network and by USB key; two founders put each
other out. ``IDOS_ORDERS`` plays it in so many orders (1).
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from random import Random

import pytest

from tests.end2end.laptop import NO_DISCOVERY, Document, Laptop

ORDERS = int(os.environ.get("IDOS_ORDERS", "1"))
OLDER_SECRET = "code=knock_refused"  # who knows a newer secret than the host knocks with that one first
CARRYING, CONCERNED = "carrying", "concerned"
COMING = (("bilal", CARRYING), ("chloe", CONCERNED), ("driss", CONCERNED), ("emma", CARRYING), ("farid", CONCERNED))
LATER = (("gaelle", CARRYING), ("hugo", CONCERNED))


class Association:
    """The homes by name, who they are in the cell, and how they meet: at one of them, in the order of the seed."""

    def __init__(self, place: Path, seed: int) -> None:
        self.place, self.random = place, Random(seed)
        self.laptops: dict[str, Laptop] = {}
        self.records: dict[str, str] = {}

    def __getitem__(self, name: str) -> Laptop:
        """Return the laptop of this name."""
        return self.laptops[name]

    def found(self, name: str) -> None:
        """Found the cell."""
        self.laptops[name] = Laptop(self.place / name)
        created = self[name].do("cell", "create", "Les Semeuses", "--as", name.title())
        self.records[name] = created["person"]

    def welcome(self, sponsor: str, *coming: tuple[str, str]) -> None:
        """Bring newcomers in at this member's laptop, into their chambers."""
        links = {
            room: self[sponsor].do("cell", "invite", "--chamber", room, "--uses", "3")["link"] for _, room in coming
        }
        with self[sponsor].serve(NO_DISCOVERY, may_log=(OLDER_SECRET,)) as serving:
            for name, room in coming:
                self.laptops[name] = Laptop(self.place / name)
                words = ("cell", "join", links[room], "--as", name.split("-")[0].title(), "--peer", serving.endpoint)
                self.records[name] = self[name].do(*words, NO_DISCOVERY)["person"]

    def meet(self, host: str, *guests: str) -> None:
        """Let these come one after the other, in an order of the seed's, to somebody who gives and takes news.

        Without guests: everybody comes.
        """
        coming = list(guests) or [name for name in self.laptops if name != host]
        self.random.shuffle(coming)
        with self[host].serve(NO_DISCOVERY, may_log=(OLDER_SECRET,)) as serving:
            for guest in coming:
                assert self[guest].do("sync", "--peer", serving.endpoint, NO_DISCOVERY)["equal"], (host, guest)

    def consent(self, decision: str, names: Iterable[str]) -> list[bool]:
        """Have these consent, each at home; return of each whether that adopted it as far as they know."""
        return [self[name].do("decide", "say", decision, "consent")["adopted"] for name in names]

    def decision(self, name: str, decision: str) -> Document:
        """Return a decision as somebody is shown it."""
        return self[name].do("decide", "show", decision)

    def settle(self, decision: str, host: str, *voters: str) -> None:
        """Gather at one laptop what these answered apart, certify it there, and let them all know."""
        self.meet(host, *voters)
        if self.decision(host, decision)["state"] == "open":
            self[host].do("decide", "enact", decision)
        self.meet(host, *voters)

    def statuses(self, name: str) -> dict[str, str]:
        """Return everyone's name and status, as a laptop tells them."""
        return {one["name"]: one["status"] for one in self[name].do("cell", "members")}


@pytest.mark.parametrize("order", range(1, ORDERS + 1))
def test_eight_homes_end_equal_whoever_meets_whom_first(order: int, tmp_path: Path) -> None:
    cell = Association(tmp_path, order)
    grow_to_eight(cell)
    project, decision = a_project_that_beneficiaries_lead(cell)
    a_late_objection(cell, decision)
    void = one_is_put_out_and_syncs_with_an_accomplice(cell)
    a_lost_laptop(cell)
    an_absent_one_comes_back_by_the_network(cell)
    two_founders_put_each_other_out(cell)
    another_comes_back_by_key(cell)
    the_end(cell, project, decision, void)


def grow_to_eight(cell: Association) -> None:
    """Found the cell, let the first two in, then others, some through a member while the founder is away; confirm."""
    cell.found("awa")
    cell.welcome("awa", *COMING[:2])
    assert cell.statuses("chloe") == {"Awa": "confirmed", "Bilal": "confirmed", "Chloe": "confirmed"}
    cell.welcome("bilal", *COMING[2:])  # the founder is away
    cell.welcome("chloe", *LATER)
    assert cell.statuses("hugo")["Hugo"] == "guest"
    cell.meet("awa", "bilal", "chloe")
    put = [cell["awa"].do("cell", "confirm", cell.records[name])["id"] for name, _ in (*COMING[2:], *LATER)]
    cell.meet("bilal", "awa")
    assert [cell.consent(decision, ["bilal"]) for decision in put] == [[False]] * len(put)
    cell.meet("chloe", "bilal")
    assert [cell.consent(decision, ["chloe"]) for decision in put] == [[True]] * len(put)
    cell.meet("chloe")
    for name in ("awa", "hugo"):
        assert cell.statuses(name) == {one.title(): "confirmed" for one in cell.laptops}


def a_project_that_beneficiaries_lead(cell: Association) -> tuple[str, str]:
    """Open a project whose concerned propose; one who carries objects, is answered, and the new version is adopted."""
    project = cell["chloe"].add("project", title="Le jardin partagé")
    circle = ("decide", "circle", project, "--carrying", cell.records["awa"])
    names = [cell.records[name] for name in ("chloe", "driss", "farid")]
    cell["chloe"].do(*circle, *(word for name in names for word in ("--concerned", name)))
    put = cell["chloe"].do("decide", "propose", "Ouvrir le samedi", "--project", project)["id"]
    cell.consent(put, ["chloe"])
    cell.meet("chloe", "driss", "awa")
    objection = cell["awa"].do("decide", "say", put, "objection", "Personne n’a la clé.", "--ground", "risk")
    cell.consent(put, ["driss"])
    cell.meet("chloe", "driss", "awa")
    assert cell.decision("chloe", put)["state"] == "open"  # enough answers, and an objection
    answer = ("--integrated", objection["comment"], "Driss garde la clé.")
    amended = cell["chloe"].do("decide", "amend", put, "--body", "Driss garde la clé.", *answer)["id"]
    cell.consent(amended, ["chloe"])
    cell.meet("chloe", "driss", "awa", "farid")
    assert cell.consent(amended, ["awa", "driss"]) == [False, False]  # apart: neither knows that it is enough
    cell.settle(amended, "chloe", "driss", "awa")
    assert cell.decision("driss", put)["state"] == "closed"
    assert cell.decision("driss", amended)["state"] == "adopted"
    return project, amended


def a_late_objection(cell: Association, decision: str) -> None:
    """One of the concerned, who knows the proposal, objects without knowing that it was adopted, and is heard."""
    cell["farid"].do("decide", "say", decision, "objection", "Et le dimanche ?", "--ground", "purpose")
    cell.meet("chloe", "farid")
    cell.meet("chloe")
    for name in ("awa", "chloe", "farid", "hugo"):
        assert cell.decision(name, decision)["state"] == "under review"


def one_is_put_out_and_syncs_with_an_accomplice(cell: Association) -> str:
    """Put somebody out who goes on writing, and whose entries an accomplice carries; return what does not count."""
    put = cell["awa"].do("cell", "exclude", cell.records["hugo"])["id"]
    voters = ("bilal", "chloe", "driss", "emma", "farid")
    cell.meet("awa", *voters)
    cell.consent(put, voters)
    cell.settle(put, "awa", *voters)
    assert "Hugo" not in cell.statuses("bilal")
    void = str(cell["hugo"].add("need", title="Après coup"))
    cell.meet("hugo", "gaelle")  # neither has heard of it
    assert cell["gaelle"].do("show", void)["title"] == "Après coup"
    return void


def a_lost_laptop(cell: Association) -> None:
    """Farid lost his: he comes in as a guest on another one, and those present give him his place back."""
    cell.welcome("bilal", ("farid-again", CONCERNED))
    put = cell["bilal"].do("cell", "recover", cell.records["farid"], "--as-device", cell.records["farid-again"])["id"]
    cell.laptops["farid"] = cell.laptops.pop("farid-again")
    voters = ("awa", "chloe", "driss", "emma")
    cell.meet("bilal", *voters)
    cell.consent(put, ("bilal", *voters))
    cell.settle(put, "bilal", *voters)
    cell.meet("bilal", "farid")
    assert cell.decision("farid", put)["state"] == "adopted"
    assert sorted(cell.statuses("farid")) == ["Awa", "Bilal", "Chloe", "Driss", "Emma", "Farid", "Gaelle"]


def an_absent_one_comes_back_by_the_network(cell: Association) -> None:
    """Gaëlle was not there for two renewals: she is let in, learns what was decided, and brings what does not count."""
    cell.meet("gaelle", "driss")
    assert "Hugo" not in cell.statuses("gaelle")
    with cell["gaelle"].serve(NO_DISCOVERY, may_log=(r".*",)) as serving:
        said = cell["hugo"].start("sync", "--peer", serving.endpoint, NO_DISCOVERY).said()
    assert said.code == 1  # she meets him no more


def two_founders_put_each_other_out(cell: Association) -> None:
    """Each has a majority, and neither certificate knows the other: both stand."""
    of_bilal = cell["awa"].do("cell", "exclude", cell.records["bilal"])["id"]
    of_awa = cell["bilal"].do("cell", "exclude", cell.records["awa"])["id"]
    cell.meet("chloe", "awa", "bilal")
    cell.meet("chloe", "driss", "emma", "farid", "gaelle")
    for name in ("chloe", "driss", "farid"):
        assert cell.consent(of_bilal, [name]) + cell.consent(of_awa, [name]) == [False, False]
    cell.consent(of_bilal, ["emma"])
    cell.consent(of_awa, ["gaelle"])
    cell.meet("chloe", "driss", "emma", "farid", "gaelle")
    cell.meet("chloe", "emma", "gaelle")
    assert cell.consent(of_bilal, ["gaelle"]) == [True]
    assert cell.consent(of_awa, ["emma"]) == [True]
    cell.meet("chloe", "farid", "emma", "gaelle")  # Driss is away


def another_comes_back_by_key(cell: Association) -> None:
    """Driss hears by a USB key what was decided and renewed without him."""
    key = cell["chloe"].do("carry", "write", str(cell.place / "clé.idos"))["path"]
    assert cell["driss"].do("carry", "read", key)["entries"] > 0
    assert sorted(cell.statuses("driss")) == ["Chloe", "Driss", "Emma", "Farid", "Gaelle"]


def the_end(cell: Association, project: str, decision: str, void: str) -> None:
    """Hold what every remaining laptop shows against what must have come of it all."""
    remaining = ("chloe", "driss", "emma", "farid", "gaelle")
    cell.meet("driss", "chloe", "emma", "farid", "gaelle")
    cell.meet("driss", "chloe", "emma", "farid", "gaelle")
    shown = [cell[name].do("cell", "show") for name in remaining]
    assert len({document["digest"] for document in shown}) == 1
    for name in remaining:
        assert cell.statuses(name) == dict.fromkeys(("Chloe", "Driss", "Emma", "Farid", "Gaelle"), "confirmed")
        assert cell.decision(name, decision)["state"] == "under review"
        assert cell[name].do("show", project)["title"] == "Le jardin partagé"
        assert cell[name].fails("show", void).code == "record_unknown"
    assert cell["gaelle"].do("check", "--deep")["ok"]  # who carried what does not count
    views = [cell[name].do("decide", "list") for name in remaining]
    states = [{item["id"]: item["state"] for item in view["items"]} for view in views]
    assert all(state == states[0] for state in states)
    assert sorted(states[0].values()).count("adopted") == 9  # five confirmed, two put out, one, a lost laptop, ...
