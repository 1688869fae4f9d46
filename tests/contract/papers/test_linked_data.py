"""The linked data of an export is valid against its context, loses no field, and fetches nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from pyld import jsonld

from idos_p2p.papers.formats import Format
from idos_p2p.papers.linked_data import TERMS, TYPES, context, node
from idos_p2p.papers.paper import Paper
from idos_p2p.records.kinds import KINDS, Field, FieldType, Kind, Value
from idos_p2p.services.export import export
from tests.contract.papers.moving import ASSOCIATION, bring_in
from tests.simulation.devices import Surroundings

OURS = "urn:idos-p2p:vocabulary:"
VALUEFLOWS = "https://w3id.org/valueflows/ont/vf#"
SCHEMA = "https://schema.org/"
UNITS = "http://www.ontology-of-units-of-measure.org/resource/om-2/"
TOLD = [kind for kind in KINDS if kind.name != "receipt"]  # which is for the program
EVERY_KIND = pytest.mark.parametrize("kind", TOLD, ids=lambda kind: kind.name)

VALUEFLOWS_TERMS = {
    *("EconomicEvent", "Intent", "Measure", "Organization", "Person", "Plan", "Process"),
    *(
        "action",
        "due",
        "effortQuantity",
        "finished",
        "hasInput",
        "hasNumericalValue",
        "hasPointInTime",
        "hasUnit",
        "inputOf",
        "note",
    ),
    *("plannedWithin", "provider", "resourceClassifiedAs", "resourceQuantity"),
    *("deliverService", "transferAllRights", "use", "work"),
}
"""What is used of https://w3id.org/valueflows/ont/vf, each looked up there; a new one is to be looked up, too."""


def _never(url: str, _options: object) -> Any:
    raise AssertionError(f"asked the network for {url}")


def _expanded(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = jsonld.expand(document, {"documentLoader": _never})
    return found


def _sample(field: Field) -> Value:
    """Return a value that no other field holds."""
    told, link = f"le {field.name}", field.name.encode().hex().ljust(64, "0")
    samples: dict[FieldType, Value] = {
        FieldType.CHOICE: field.choices[0] if field.choices else None,
        FieldType.DATE: "2026-05-01",
        FieldType.TIME: "14:30",
        FieldType.INTEGER: 12_345,
        FieldType.WORDS: [field.choices[0] if field.choices else told],
        FieldType.FILES: [f"{'ab' * 32} {told}"],
        FieldType.LINK: link,
        FieldType.LINKS: [link],
        FieldType.SHARES: {link: 12_345},
    }
    return samples.get(field.type, told)


def _said(field: Field) -> list[str]:
    """Return what must be found of that value."""
    match _sample(field):
        case int(number):
            return [f"{number // 100}.{number % 100:02}" if field.name == "cents" else str(number)]
        case str(text):
            return [text]
        case list(words):
            return [
                part for word in words for part in (word.split(" ", 1) if field.type is FieldType.FILES else [word])
            ]
        case dict(shares):
            return [*shares, "123.45"]
        case _:
            return []


def _paper(kind: Kind) -> Paper:
    return Paper(
        id="12" * 32,
        kind=kind.name,
        shared=kind.shared,
        contested=True,
        created_ms=1_767_225_600_000,
        touched_ms=1_767_225_600_007,
        day="2026-05-01",
        device="34" * 32,
        seq=3,
        author="56" * 32,
        fields={field.name: _sample(field) for field in kind.fields},
        unknown={"mood": "gai"},
        versions={},
    )


def _names(held: object) -> Iterator[str]:
    """Yield every property, type and unit of an expanded document."""
    if isinstance(held, list):
        for one in held:
            yield from _names(one)
    elif isinstance(held, dict):
        for key, value in held.items():
            if key == "@type":
                yield from [value] if isinstance(value, str) else value
            elif not key.startswith("@"):
                yield key
            if key not in ("@value", "@id"):
                yield from _names(value)


@EVERY_KIND
def test_every_field_of_every_kind_is_told_in_a_term_of_the_context(kind: Kind) -> None:
    expanded = json.dumps(_expanded({"@context": context(), **node(_paper(kind))}), ensure_ascii=False)
    for field in kind.fields:
        assert _said(field)
        for said in _said(field):
            assert said in expanded, field.name


@EVERY_KIND
def test_a_processor_drops_nothing_of_a_node(kind: Kind) -> None:
    def keys(held: object) -> list[str]:
        if isinstance(held, list):
            return [key for one in held for key in keys(one)]
        if isinstance(held, dict):
            below = [key for name, one in held.items() if name not in ("unknown", "versions") for key in keys(one)]
            return [name for name in held if name not in ("id", "type")] + below
        return []

    told = node(_paper(kind))
    expanded = _expanded({"@context": context(), **told})
    kept = [name for name in _names(expanded) if name not in _types(expanded)]
    assert len(kept) == len(keys(told))


def _types(held: object) -> set[str]:
    if isinstance(held, list):
        return set().union(*map(_types, held)) if held else set()
    if isinstance(held, dict):
        own = held.get("@type", [])
        return set([own] if isinstance(own, str) else own).union(*map(_types, held.values()))
    return set()


def test_every_kind_has_its_types_and_terms_and_no_others() -> None:
    assert TYPES.keys() == TERMS.keys() == {kind.name for kind in TOLD}
    for kind in TOLD:
        assert TERMS[kind.name].keys() <= {field.name for field in kind.fields}


def test_every_term_is_known_where_it_says_it_is() -> None:
    terms = {value if isinstance(value, str) else value["@id"] for value in context().values() if value != 1.1}
    used = {name.partition(":") for name in terms if not name.startswith("@") and not name.endswith(("#", "/", ":"))}
    assert {prefix for prefix, _, _ in used} <= {"vf", "schema", "om2", "idos"}
    assert {name for prefix, _, name in used if prefix == "vf"} <= VALUEFLOWS_TERMS


def test_the_whole_association_is_linked_data(tmp_path: Path) -> None:
    around = Surroundings(1)
    cell = around.found("Fondatrice")
    bring_in(cell, ASSOCIATION / "commun")
    bring_in(cell, ASSOCIATION / "zoe")
    exported = export(cell, tmp_path / "out", Format.JSONLD)
    document = json.loads((tmp_path / "out" / "cell.jsonld").read_text(encoding="utf-8"))
    expanded = _expanded(document)
    assert len(expanded) == sum(exported.records.values()) + 1
    names = set(_names(expanded))
    assert all(
        name.startswith((OURS, VALUEFLOWS, SCHEMA, UNITS, "http://www.w3.org/2001/XMLSchema#")) for name in names
    )
    assert {name.removeprefix(VALUEFLOWS) for name in names if name.startswith(VALUEFLOWS)} <= VALUEFLOWS_TERMS
    known = {each["@id"] for each in expanded}
    led_to = {each["@id"] for one in expanded for each in one.get(f"{VALUEFLOWS}plannedWithin", [])}
    assert led_to
    assert led_to <= known
    around.close()


def test_time_and_money_are_measures_with_their_units() -> None:
    contribution = next(kind for kind in KINDS if kind.name == "contribution")
    [expanded] = _expanded({"@context": context(), **node(_paper(contribution))})
    [event] = expanded[f"{VALUEFLOWS}hasInput"]
    [measure] = event[f"{VALUEFLOWS}effortQuantity"]
    assert event[f"{VALUEFLOWS}action"] == [{"@id": f"{VALUEFLOWS}work"}]
    assert measure[f"{VALUEFLOWS}hasUnit"] == [{"@id": f"{UNITS}minute-Time"}]
    assert measure[f"{VALUEFLOWS}hasNumericalValue"] == [
        {"@type": "http://www.w3.org/2001/XMLSchema#decimal", "@value": "12345"}
    ]
