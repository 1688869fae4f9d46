"""Real processes in a room: its sign, who is absent, who brings them what they lack, and the meeting that closes it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.end2end.conftest import Cell
from tests.end2end.laptop import NO_DISCOVERY, Laptop, Serving


def names(several: list[dict[str, Any]]) -> list[str]:
    return [one["name"] for one in several]


def equal(serving: Serving, present: int) -> dict[str, Any]:
    """Wait for the sign by which everyone may leave."""
    sign: dict[str, Any] = serving.until("room", may_leave=True, present=present, up_to_date=present)
    return sign


def two_meet(cell: Cell, lina: Laptop) -> str:
    """Let Aïcha and Karim meet while Lina is away, and return the relay that they choose."""
    aicha, karim = cell.aicha, cell.karim
    with aicha.serve(NO_DISCOVERY) as here, karim.serve(NO_DISCOVERY) as there:
        assert karim.do("sync", "--peer", here.endpoint)["equal"]
        sign = equal(there, 2)
        assert (sign["state"], names(sign["persons"])) == ("may_leave", ["Karim Ould-Ahmed", "Aïcha Benali"])
        equal(here, 2)
        see_what_it_brought(karim)
        [karims_id] = [one["id"] for one in sign["persons"] if one["me"]]
        absent = see_who_is_absent(aicha)
        chosen = aicha.do("room", "carry", absent, karims_id)
        assert aicha.do("room", "carry", absent, karims_id)["id"] == chosen["id"]
        there.until("received")
        [mine] = karim.do("room")["relays"]
        assert (mine["absent"]["name"], mine["mine"], mine["due"]) == ("Lina", True, False)
    assert lina.do("room")["sign"] is None
    relay: str = chosen["id"]
    return relay


def see_what_it_brought(karim: Laptop) -> None:
    told = karim.do("room")
    assert (names(told["meeting"]["met"]), told["meeting"]["ended"]) == (["Aïcha Benali"], None)
    assert names(told["brought"]["joined"]) == ["Lina"]
    brought = {share["name"]: share for share in told["brought"]["persons"]}["Aïcha Benali"]
    assert brought["counts"] == {"offer": 1, "page": 1}
    assert [item["title"] for item in brought["items"]] == ["Je prête mon vélo", "Tailler les rosiers"]
    [match] = told["matches"]
    assert [(fit["why"], fit["detail"]) for fit in match["fits"]] == [("words", "vélo")]


def see_who_is_absent(aicha: Laptop) -> str:
    [absent] = aicha.do("room")["absent"]
    assert (absent["name"], absent["relays"], absent["entries"]) == ("Lina", [], 3)
    assert {share["name"]: share["counts"] for share in absent["lacks"]["persons"]} == {
        "Aïcha Benali": {"offer": 1, "page": 1},
        "Karim Ould-Ahmed": {"need": 1},
    }
    person: str = absent["id"]
    return person


def test_who_was_absent_is_told_by_the_one_whom_those_present_chose(cell: Cell, tmp_path: Path) -> None:
    aicha, karim, lina = cell.aicha, cell.karim, Laptop(tmp_path / "lina")
    with aicha.serve(NO_DISCOVERY) as serving:
        lina.do("cell", "join", cell.link, "--as", "Lina", "--peer", serving.endpoint, NO_DISCOVERY)
        assert lina.do("sync", "--peer", serving.endpoint, NO_DISCOVERY)["equal"]
    aicha.add("page", title="Tailler les rosiers")
    karim.add("need", title="Un vélo pour le marché")
    aicha.add("offer", title="Je prête mon vélo")
    chosen = two_meet(cell, lina)
    with karim.serve(NO_DISCOVERY) as here, lina.serve(NO_DISCOVERY) as there:
        assert lina.do("sync", "--peer", here.endpoint)["equal"]
        while lina.do("show", chosen)["state"] != "closed":
            there.until("room", may_leave=True)
        assert karim.do("room")["relays"] == []
        assert "Tailler les rosiers" in [page["title"] for page in lina.do("list", "page")]
        assert karim.do("room", "end") == {"ended": True}
        assert karim.do("room")["meeting"]["ended"] is not None
