"""Real processes in a room: its sign, who is absent and who brings them what they lack, and the meeting that closes it."""

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


def test_who_was_absent_is_told_by_the_one_whom_those_present_chose(cell: Cell, tmp_path: Path) -> None:
    aicha, karim, lina = cell.aicha, cell.karim, Laptop(tmp_path / "lina")
    with aicha.serve(NO_DISCOVERY) as serving:
        lina.do("cell", "join", cell.link, "--as", "Lina", "--peer", serving.endpoint, NO_DISCOVERY)
        assert lina.do("sync", "--peer", serving.endpoint, NO_DISCOVERY)["equal"]
    aicha.add("page", title="Tailler les rosiers")
    karim.add("need", title="Un vélo pour le marché")
    aicha.add("offer", title="Je prête mon vélo")
    with aicha.serve(NO_DISCOVERY) as here, karim.serve(NO_DISCOVERY) as there:
        assert karim.do("sync", "--peer", here.endpoint)["equal"]
        sign = equal(there, 2)
        assert (sign["state"], names(sign["persons"])) == ("may_leave", ["Karim Ould-Ahmed", "Aïcha Benali"])
        equal(here, 2)
        told = karim.do("room")
        assert names(told["meeting"]["met"]) == ["Aïcha Benali"]
        assert told["meeting"]["ended"] is None
        assert names(told["brought"]["joined"]) == ["Lina"]
        brought = {share["name"]: share for share in told["brought"]["persons"]}
        assert brought["Aïcha Benali"]["counts"] == {"offer": 1, "page": 1}
        assert [item["title"] for item in brought["Aïcha Benali"]["items"]] == [
            "Je prête mon vélo",
            "Tailler les rosiers",
        ]
        [match] = told["matches"]
        assert [(fit["why"], fit["detail"]) for fit in match["fits"]] == [("words", "vélo")]

        [absent] = aicha.do("room")["absent"]
        assert (absent["name"], absent["relays"]) == ("Lina", [])
        assert absent["entries"] >= 3
        assert {name: share["counts"] for share in absent["lacks"]["persons"] if (name := share["name"])} == {
            "Aïcha Benali": {"offer": 1, "page": 1},
            "Karim Ould-Ahmed": {"need": 1},
        }
        [karims_id] = [one["id"] for one in sign["persons"] if one["me"]]
        chosen = aicha.do("room", "carry", absent["id"], karims_id)
        assert aicha.do("room", "carry", absent["id"], karims_id)["id"] == chosen["id"]
        equal(there, 2)
        [mine] = karim.do("room")["relays"]
        assert (mine["absent"]["name"], mine["mine"], mine["due"]) == ("Lina", True, False)
    assert aicha.do("room")["sign"] is None

    with karim.serve(NO_DISCOVERY) as here, lina.serve(NO_DISCOVERY) as there:
        assert lina.do("sync", "--peer", here.endpoint)["equal"]
        here.until("room", may_leave=True)
        there.until("room", may_leave=True)
        while lina.do("show", chosen["id"])["state"] != "closed":
            there.until("room", may_leave=True)
        assert karim.do("room")["relays"] == []
        assert "Tailler les rosiers" in [page["title"] for page in lina.do("list", "page")]
        assert karim.do("room", "end") == {"ended": True}
        assert karim.do("room")["meeting"]["ended"] is not None
