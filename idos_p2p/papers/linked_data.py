"""Records as JSON-LD nodes, in terms of Valueflows and schema.org where they fit (docs/export.md).

Pure but for the context, which is a file of this package: nothing is ever fetched.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from idos_p2p.papers.paper import Paper
from idos_p2p.records.kinds import Field, FieldType, Value
from idos_p2p.records.plain import moment

Node = dict[str, Any]
"""One node of the document, as JSON."""

_MINUTE, _EURO = "om2:minute-Time", "om2:euro"
_CENTS = 100

TYPES: Mapping[str, list[str]] = {
    "person": ["vf:Person", "schema:Person"],
    "project": ["vf:Plan", "schema:Project"],
    "contribution": ["vf:Process"],
    "gift": ["vf:EconomicEvent"],
    "use": ["vf:EconomicEvent"],
    "page": ["schema:CreativeWork"],
    "attestation": ["schema:EndorseAction"],
    "thanks": ["schema:CommunicateAction"],
    "need": ["vf:Intent", "idos:Need"],
    "offer": ["vf:Intent", "idos:Offer"],
    "meeting": ["schema:Event"],
    "signup": ["schema:RsvpAction"],
    "relay": ["schema:SendAction"],
    "comment": ["schema:Comment"],
    "proposal": ["schema:CreativeWork", "idos:Proposal"],
}

_EVERYWHERE: Mapping[str, str] = {
    "attachments": "attachments",
    "author": "firstWriter",
    "name": "name",
    "place": "location",
    "project": "project",
    "removed": "removed",
    "state": "state",
    "title": "name",
}
TERMS: Mapping[str, Mapping[str, str]] = {
    "person": {"roles": "role", "purpose": "description", "skills": "knowsAbout", "reach": "reach"},
    "project": {"purpose": "description", "needs": "needs"},
    "contribution": {
        "what": "note",
        "date": "hasPointInTime",
        "form": "form",
        "cents": "value",
        "project": "plannedWithin",
        "meeting": "meeting",
        "skills": "skills",
    },
    "gift": {
        "donor": "provider",
        "form": "form",
        "cents": "resourceQuantity",
        "what": "resourceClassifiedAs",
        "date": "hasPointInTime",
        "wish": "note",
    },
    "use": {
        "gifts": "share",
        "act": "inputOf",
        "persons": "concerned",
        "date": "hasPointInTime",
        "effect": "note",
        "from": "toldBy",
    },
    "page": {"body": "text", "licence": "license", "sources": "citation", "origins": "isBasedOn"},
    "attestation": {
        "about": "object",
        "says": "says",
        "minutes": "correctedMinutes",
        "words": "description",
        "date": "startTime",
        "from": "agent",
    },
    "thanks": {"to": "recipient", "about": "about", "words": "description", "date": "startTime", "from": "agent"},
    "need": {"details": "note", "project": "plannedWithin", "persons": "concerned", "until": "due"},
    "offer": {"details": "note", "project": "plannedWithin", "persons": "offeredBy", "until": "due"},
    "meeting": {
        "date": "startDate",
        "time": "startDate",
        "minutes": "duration",
        "agenda": "agenda",
        "report": "report",
        "persons": "attendee",
        "slots": "slots",
    },
    "signup": {"meeting": "event", "persons": "agent", "slot": "slot", "words": "description"},
    "relay": {"to": "recipient", "persons": "agent", "date": "startTime", "words": "description"},
    "comment": {"about": "about", "words": "text", "from": "author", "round": "round"},
    "proposal": {"body": "text"},
}
"""By kind: the term of each field, where it is not the one that fields of that name have everywhere."""

_WHO_DID_IT = ("persons", "minutes")  # of a contribution: an event for each person
_ACTIONS: Mapping[str, str] = {
    "time": "vf:work",
    "service": "vf:deliverService",
    "goods": "vf:transferAllRights",
    "expense": "vf:transferAllRights",
    "money": "vf:transferAllRights",
}


@cache
def context() -> Mapping[str, Any]:
    """Return the context that every document carries."""
    text = files("idos_p2p.papers").joinpath("context.jsonld").read_text(encoding="utf-8")
    found: Mapping[str, Any] = json.loads(text)["@context"]
    return found


def iri(identifier: str) -> str:
    """Return the name of a record in linked data."""
    return f"urn:idos-p2p:record:{identifier}"


def term(kind: str, field: str) -> str:
    """Return the term of a field."""
    return TERMS[kind].get(field) or _EVERYWHERE[field]


def cell(identifier: str, name: str, ends: str) -> Node:
    """Return the cell itself as a node."""
    return {"id": f"urn:idos-p2p:cell:{identifier}", "type": "vf:Organization", "name": name, "term": ends}


def node(paper: Paper) -> Node:
    """Return a record as a node: all its fields, who wrote it and when, and what is out of the ordinary."""
    told: Node = {"id": iri(paper.id), "type": TYPES[paper.kind]}
    for field in paper.described.fields:
        value = paper.fields.get(field.name)
        if value in (None, "", [], {}) or (paper.kind == "contribution" and field.name in _WHO_DID_IT):
            continue
        told[term(paper.kind, field.name)] = _told(field, value)
    if special := _SPECIAL.get(paper.kind):
        special(paper, told)
    told["dateCreated"], told["dateModified"] = moment(paper.created_ms), moment(paper.touched_ms)
    if paper.author:
        told["creator"] = iri(paper.author)
    if paper.contested:
        told["contested"] = True
    if paper.unknown:
        told["unknown"] = dict(paper.unknown)
    if paper.versions:
        told["versions"] = {
            name: [{"value": said.value, "device": said.device, "entry": said.entry} for said in several]
            for name, several in paper.versions.items()
        }
    return told


def _told(field: Field, value: Value) -> Any:  # JSON
    """Return a value as JSON-LD has it: links as names of records, money as an amount with its currency."""
    match field.type, value:
        case FieldType.LINK, str():
            return iri(value)
        case FieldType.LINKS, list():
            return [iri(target) for target in value]
        case FieldType.SHARES, dict():
            return [{"gift": iri(gift), "value": _money(cents)} for gift, cents in value.items()]
        case FieldType.FILES, list():
            return [_file(file) for file in value]
        case FieldType.INTEGER, int():
            return _money(value) if field.name == "cents" else value
    return value


def _file(named: str) -> Node:
    digest, _, name = named.partition(" ")
    return {"type": "schema:MediaObject", "sha256": digest, "name": name}


def _money(cents: int) -> Node:
    return {"type": "schema:MonetaryAmount", "amount": _decimal(cents), "currency": "EUR"}


def _decimal(cents: int) -> str:
    return f"{cents // _CENTS}.{cents % _CENTS:02}"


def _measure(number: str, unit: str) -> Node:
    return {"type": "vf:Measure", "hasNumericalValue": number, "hasUnit": unit}


def _contribution(paper: Paper, told: Node) -> None:
    """Tell one event for each person: the minutes are of each of them."""
    persons, minutes = paper.fields.get("persons"), paper.fields.get("minutes")
    events: list[Node] = []
    for place, person in enumerate(persons if isinstance(persons, list) else [], start=1):
        event: Node = {"id": f"{iri(paper.id)}:{place}", "type": "vf:EconomicEvent", "provider": iri(person)}
        event["action"] = _ACTIONS.get(str(paper.fields.get("form", "time")), "vf:work")
        if isinstance(minutes, int):
            event["effortQuantity"] = _measure(str(minutes), _MINUTE)
        events.append(event)
    if events:
        told["hasInput"] = events
    elif isinstance(minutes, int):
        told["minutes"] = minutes


def _gift(paper: Paper, told: Node) -> None:
    """Tell money as the resource that it is, and of anything else what it is worth."""
    form, cents = paper.fields.get("form", "money"), paper.fields.get("cents")
    told["action"] = _ACTIONS.get(str(form), "vf:transfer")
    if isinstance(cents, int) and form == "money":
        told["resourceQuantity"] = _measure(_decimal(cents), _EURO)
    elif isinstance(cents, int):
        told["value"] = told.pop("resourceQuantity")


def _use(_paper: Paper, told: Node) -> None:
    told["action"] = "vf:use"


def _intent(paper: Paper, told: Node) -> None:
    told["finished"] = paper.fields.get("state") == "closed"


def _meeting(paper: Paper, told: Node) -> None:
    """Tell day and time as one, without a zone: it is the time on the wall of the place."""
    date, time, minutes = (paper.fields.get(name) for name in ("date", "time", "minutes"))
    told["startDate"] = f"{date}T{time}" if time else date
    if isinstance(minutes, int):
        told["duration"] = f"PT{minutes}M"


_SPECIAL: Mapping[str, Callable[[Paper, Node], None]] = {
    "contribution": _contribution,
    "gift": _gift,
    "use": _use,
    "need": _intent,
    "offer": _intent,
    "meeting": _meeting,
}
