"""Gifts, uses, acts and what is said of them, as the read model holds them; made short for tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from idos_p2p.records.kinds import BY_NAME, FieldType, Value
from idos_p2p.store.ports import Projection
from idos_p2p.views.persons import Persons
from tests.contract.store.making import Author, identifier, projection

ANA, LUC, ZOE, DONOR = (identifier(name).hex() for name in ("Ana", "Luc", "Zoé", "Mairie"))
GARDEN, BIKES = (identifier(name).hex() for name in ("Jardin", "Vélo"))
HER, HIS = Author(2), Author(3)
"""The devices of Ana and of Luc."""

WHO = Persons(
    records={person: person for person in (ANA, LUC, ZOE, DONOR)},
    devices={HER.device: ANA, HIS.device: LUC},
    names={ANA: "Ana", LUC: "Luc", ZOE: "Zoé", DONOR: "Mairie"},
    roles={ANA: ("volunteer",), ZOE: ("beneficiary",)},
)


def named(name: str) -> str:
    """Return the id of the record of this name."""
    return identifier(name).hex()


def record(
    kind: str,
    name: str,
    fields: Mapping[str, Value],
    *,
    by: Author = HER,
    contested: bool = False,
    removed: bool = False,
) -> Projection:
    """Return a record as it would be projected: its links follow from its fields, and its day."""
    told = {field: value for field, value in fields.items() if value not in (None, "", [], {})}
    if removed:
        told["removed"] = "2026-11-01"
    known = BY_NAME[kind]
    day = told.get(known.date) if known.date else None
    links: list[tuple[str, str]] = []
    for field in known.fields if not removed else ():
        value = told.get(field.name)
        if field.type is FieldType.LINK and isinstance(value, str):
            links.append((field.name, value))
        elif field.type in {FieldType.LINKS, FieldType.SHARES} and isinstance(value, list | dict):
            links += [(field.name, target) for target in value]
    made = projection(name, kind, author=by, fields=told, links=links)
    return replace(made, day=day if isinstance(day, str) else made.day, contested=contested)


def gift(name: str, cents: Value, day: str = "2026-03-01", donor: str = DONOR, **rest: Value) -> Projection:
    """Return a gift of money, unless ``form`` says otherwise."""
    return record("gift", name, {"form": "money", "cents": cents, "date": day, "donor": donor, **rest})


def use(
    name: str, shares: Mapping[str, int], day: str = "2026-04-01", by: Author = HER, *, teller: str = "", **rest: Value
) -> Projection:
    """Return a use of the gifts of these names; ``teller`` tells its effect, ``by`` writes it."""
    gifts: Value = {named(gift): cents for gift, cents in shares.items()}
    told: dict[str, Value] = {"gifts": gifts, "date": day, "effect": f"effect of {name}", "from": teller, **rest}
    return record("use", name, told, by=by)


def act(name: str, persons: list[str], day: str = "2026-03-02", by: Author = HER, **rest: Value) -> Projection:
    """Return a contribution."""
    fields: dict[str, Value] = {"what": name, "form": "time", "persons": persons, "date": day, **rest}
    return record("contribution", name, fields, by=by)


def attestation(
    name: str, about: str, by: Author = HER, says: str = "right", *, teller: str = "", **rest: Value
) -> Projection:
    """Return what ``teller``, else who writes, says of the act of this name."""
    told: dict[str, Value] = {"about": named(about), "says": says, "date": "2026-03-09", "from": teller, **rest}
    return record("attestation", name, told, by=by)


def thanks(name: str, to: list[str], by: Author = HER, *, teller: str = "", **rest: Value) -> Projection:
    """Return thanks to these persons."""
    told: dict[str, Value] = {"to": to, "words": name, "date": "2026-03-10", "from": teller, **rest}
    return record("thanks", name, told, by=by)


def contested(made: Projection) -> Projection:
    """Return the same, written by a device that forked before."""
    return replace(made, contested=True)
