"""Records as Automerge documents: the only module that imports the binding.

Only gated changes enter, a transaction lives for one ``with`` inside the call that holds its document, and the
binding's panics end here (security §2.1 and §5: dropping a document under an open transaction is a use after free,
and a document that panicked once is dead).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from automerge.core import ROOT, Document, ObjType, ScalarType, Transaction

from idos_p2p.errors import BugError, RefusedError
from idos_p2p.ids import DeviceId
from idos_p2p.limits import MAX_DEPENDENCIES, MAX_OPERATIONS, MAX_PREDECESSORS, MAX_VERSIONS
from idos_p2p.records.causality import heads, with_foundations
from idos_p2p.records.change import Change, ChangeHash, GateRefusal, OperationId
from idos_p2p.records.conflicts import Path, rivals, touched
from idos_p2p.records.context import RecordContext
from idos_p2p.records.cost import RECORD_FULL
from idos_p2p.records.gate import examine
from idos_p2p.records.kinds import NESTED, Kind, Value
from idos_p2p.records.plain import moment
from idos_p2p.records.plan import Erase, Insert, Make, Plain, Put, Remove, Step, plan

_OBJECTS = {"map": ObjType.Map, "text": ObjType.Text}


@dataclass(frozen=True, slots=True)
class Version:
    """One of several values that persons gave a field without knowing of each other's."""

    value: Plain
    device: DeviceId
    change: ChangeHash


@contextmanager
def _binding(changes: int) -> Iterator[None]:
    """Turn the binding's refusals and panics into a BugError: the gate promises that there are none."""
    try:
        yield
    except BaseException as error:
        if type(error).__module__ == "pyo3_runtime":  # PanicException: not an Exception, and not importable
            raise BugError("document_panicked", changes=changes) from error
        if type(error) is Exception:  # every other error of the binding
            raise BugError("document_refused", changes=changes, detail=str(error)) from error
        raise


def _load(changes: Sequence[Change], actor: DeviceId | None = None) -> Document:
    """Load gated changes in causal order; raise BugError unless the binding took each of them."""
    with _binding(len(changes)):
        if not changes:
            return Document(actor)
        document = Document.load(b"".join(change.body for change in changes))
        taken = {change.hash for change in document.get_changes([])}
        if taken != {change.hash for change in changes}:
            raise BugError("document_incomplete", changes=len(changes), taken=len(taken))
        if actor is not None:
            document.set_actor(actor)
        return document


class RecordDocument:
    """One record, loaded: read it, and let it go (a held document costs 8 KB)."""

    def __init__(self, changes: Sequence[Change], document: Document) -> None:
        self._changes = changes
        self._document = document

    @classmethod
    def load(cls, changes: Sequence[Change]) -> RecordDocument:
        """Load all the accepted changes of a record, in causal order (``Judgement.changes``).

        Raise BugError ``document_panicked``, ``document_refused`` or ``document_incomplete`` when the binding does
        not take what the gate let through.
        """
        return cls(changes, _load(changes))

    def save(self) -> bytes:
        """Return the record with its whole history as one Automerge document, as other programs open it."""
        with _binding(len(self._changes)):
            return self._document.save()

    def fields(self, at: Sequence[ChangeHash] | None = None) -> dict[str, Plain]:
        """Return all the record holds, unknown fields included, now or as it was at these heads."""
        heads: list[bytes] | None = None if at is None else [*at]
        with _binding(len(self._changes)):
            return _read_map(self._document, ROOT, heads)

    def fields_at(self, names: Iterable[str], at: Sequence[ChangeHash]) -> dict[str, Plain]:
        """Return some fields as they were at these heads, None where they held nothing; no heads: before all."""
        heads: list[bytes] = [*at]
        values: dict[str, Plain] = {}
        with _binding(len(self._changes)):
            for name in names:
                found = self._document.get(ROOT, name, heads) if heads else None
                values[name] = None if found is None else _read(self._document, *found, heads)
        return values

    def versions(self) -> dict[str, tuple[Version, ...]]:
        """Return the fields to which persons gave different values without knowing of each other's.

        The value that ``fields`` shows comes first, the others by device. A field that someone cleared has the
        version None. Where one share of several differs, each version is the whole field with that share.
        Sets have none: an addition wins over a removal; nor have texts, whose edits all stand.
        At most ``MAX_VERSIONS`` are told: who settles these sees the next ones.
        """
        found: dict[str, tuple[Version, ...]] = {}
        now, told = self.fields(), 0
        for path, writers in rivals(self._changes).items():
            current = now.get(path.field)
            versions = self._versions(path, writers[: MAX_VERSIONS - told], current)
            if any(version.value != versions[0].value for version in versions):
                versions.sort(key=lambda version: (version.value != current, version.device))
                found[path.field] = found.get(path.field, ()) + tuple(versions)
                told += len(versions)
            if told >= MAX_VERSIONS - 1:
                break
        return found

    def _versions(self, path: Path, writers: Sequence[Change], current: Plain) -> list[Version]:
        """Return the field's value as each writer left it; nothing for a member of a set."""
        if path.key is None:
            left = [(self.fields_at([path.field], [change.hash])[path.field], change) for change in writers]
            return [Version(value, change.actor, change.hash) for value, change in left]
        if not isinstance(current, dict) or isinstance(current.get(path.key), bool):
            return []
        shares = [(share, change) for change in writers for share in self._shares_at(path, change.hash)]
        if all(share == shares[0][0] for share, _ in shares):
            return []  # before whole fields are made of them: a field of many shares has as many paths
        return [Version(_with_share(current, path.key, share), change.actor, change.hash) for share, change in shares]

    def _shares_at(self, path: Path, at: ChangeHash) -> list[Plain]:
        """Return the share under a path's key as one change left it, None where it had none; nothing if no share."""
        with _binding(len(self._changes)):
            field = self._document.get(ROOT, path.field, [at])
            if field is None or field[0] != ObjType.Map or path.key is None:
                return []
            held = self._document.get(field[1], path.key, [at])
            share = None if held is None else _read(self._document, *held, [at])
        return [] if isinstance(share, bool) else [share]


def create(kind: Kind, values: Mapping[str, Value], actor: DeviceId) -> tuple[Change, ...]:
    """Return the changes of a new record with these values (of ``fields.accept``, not partial), all gated.

    The first is the creating one and makes every nested object of the kind, even if empty, so that two persons never
    make one each. There are more only for a long text: one entry each, in this order, all of the same record.
    Raise RefusedError("record_full") when it would cost more than a record may.
    """
    writer = _Writer((), actor)
    writer.write(plan(kind, values, {}, ()))
    return writer.made


def edit(changes: Sequence[Change], kind: Kind, values: Mapping[str, Value], actor: DeviceId) -> tuple[Change, ...]:
    """Return the changes that give a record these values (of ``fields.accept``, partial), all gated; often one.

    ``changes`` are all its accepted ones, in causal order. Nothing is returned when nothing differs. A text is
    changed where it differs and nowhere else; a value that had several versions is settled by being set again.
    Raise RefusedError: ``record_full`` when it would cost more than a record may, ``record_too_wide``.
    """
    joined = _join(changes, actor)
    writer = _Writer([*changes, *joined], actor)
    contested = {path for path in rivals(changes) if path.field in values}
    steps = plan(kind, values, writer.current(kind), contested)
    writer.write(steps)
    return (*joined, *writer.made) if steps else ()


def _join(changes: Sequence[Change], actor: DeviceId) -> list[Change]:
    """Return changes that bring a record back to what one change may build on and replace; hardly ever any.

    Only many devices that wrote apart make them needed. Each joins some heads, or some of the values of one field,
    by setting a value again: a change that says nothing cannot be written.
    """
    known = list(changes)
    while (crowd := _crowd(known)) is not None:
        tops, path = crowd
        own = [change for change in known if change.actor == actor][-1:]
        base = with_foundations([*own, *tops], known)
        writer = _Writer(base, actor)
        writer.set_again(_quiet_field(known, base, writer.scalars()) if path is None else path)
        known += writer.made
    return known[len(changes) :]


def _crowd(changes: Sequence[Change]) -> tuple[Sequence[Change], Path | None] | None:
    """Return changes to be joined, and the path they all wrote if that is why; None when there are few enough."""
    for path, writers in rivals(changes).items():
        if len(writers) >= MAX_PREDECESSORS:
            return writers[: MAX_PREDECESSORS - 2], path
    tops = heads(changes)
    return (tops[: MAX_DEPENDENCIES - 2], None) if len(tops) >= MAX_DEPENDENCIES else None


def _quiet_field(known: Sequence[Change], base: Sequence[Change], names: Collection[str]) -> Path:
    """Return one of the fields, if possible one that nothing outside the base works in."""
    if not names:
        raise RefusedError("record_too_wide")
    aside, owners = set(known) - set(base), dict[OperationId, str]()
    busy = {name for change in known for name in touched(change, owners) if change in aside}
    return Path(min(names, key=lambda name: (name in busy, name)))


class _Writer:
    """Writes steps on a record as gated changes, none larger than the gate allows."""

    def __init__(self, changes: Sequence[Change], actor: DeviceId) -> None:
        self._actor = actor
        self._known = list(changes)
        self._before = len(changes)
        self._context = RecordContext()
        for change in changes:
            self._context.admit(change)
        self._document = _load(changes, actor)

    @property
    def made(self) -> tuple[Change, ...]:
        """The changes written so far, in order."""
        return tuple(self._known[self._before :])

    def current(self, kind: Kind) -> dict[str, Plain]:
        """Return what the record holds, without nested fields that are not the object their type asks for."""
        with _binding(len(self._known)):
            held = _read_map(self._document, ROOT, None)
            for field in kind.fields:
                found = self._document.get(ROOT, field.name) if field.type in NESTED else None
                if found is not None and found[0] != _OBJECTS[NESTED[field.type]]:
                    del held[field.name]
            return held

    def scalars(self) -> list[str]:
        """Return the fields that hold words or a number, not an object."""
        with _binding(len(self._known)):
            names, values = self._document.keys(ROOT), self._document.values(ROOT)
            return [name for name, (value, _) in zip(names, values, strict=True) if isinstance(value, tuple)]

    def set_again(self, path: Path) -> None:
        """Write the value a path holds once more, over all its versions."""
        with _binding(len(self._known)):
            held: Plain = _read_map(self._document, ROOT, None).get(path.field)
        value = held.get(path.key) if isinstance(held, dict) and path.key is not None else held
        if isinstance(value, str | int):
            self.write([Remove(path), Put(path, value)])
        else:
            self.write([Put(path, ""), Remove(path)])  # they all cleared it, or none of us can write it: cleared

    def write(self, steps: Sequence[Step]) -> None:
        """Write the steps, in as few changes as the limits allow."""
        for start in range(0, len(steps), MAX_OPERATIONS):
            self._write(steps[start : start + MAX_OPERATIONS])

    def _write(self, steps: Sequence[Step]) -> None:
        with _binding(len(self._known)):
            heads = self._document.get_heads()
            with self._document.transaction() as transaction:
                _take_steps(transaction, steps)
            bodies = [change.raw_bytes for change in self._document.get_changes(heads)]
        try:
            for body in bodies:
                change = examine(body, self._actor)
                self._context.admit(change)
                self._known.append(change)
        except GateRefusal as refusal:  # too many actors named or too many bytes: in two halves each has fewer
            if refusal.rule in RECORD_FULL:
                raise RefusedError("record_full") from refusal
            if len(steps) == 1:
                raise BugError("own_change_refused", rule=refusal.rule) from refusal
            self._document = _load(self._known, self._actor)
            self._write(steps[: len(steps) // 2])
            self._write(steps[len(steps) // 2 :])


def _take_steps(transaction: Transaction, steps: Sequence[Step]) -> None:
    """Take each step as one operation of the document."""
    objects: dict[str, bytes] = {}
    for step in steps:
        match step:
            case Insert(field, at, character):
                transaction.insert(_object_of(field, transaction, objects), at, ScalarType.Str, character)
            case Erase(field, at):
                transaction.delete(_object_of(field, transaction, objects), at)
            case Make(field, kind):
                objects[field] = transaction.put_object(ROOT, field, _OBJECTS[kind])
            case Put(path, value):
                transaction.put(*_place(path, transaction, objects), _scalar_type(value), value)
            case Remove(path):
                transaction.delete(*_place(path, transaction, objects))


def _place(path: Path, transaction: Transaction, objects: dict[str, bytes]) -> tuple[bytes, str]:
    """Return the map and the key that a path stands for."""
    if path.key is None:
        return ROOT, path.field
    return _object_of(path.field, transaction, objects), path.key


def _object_of(field: str, transaction: Transaction, objects: dict[str, bytes]) -> bytes:
    """Return the object a field lies in, and remember it in ``objects``."""
    if field not in objects:
        found = transaction.get(ROOT, field)
        if found is None:
            raise BugError("field_object_absent", field=field)
        objects[field] = found[1]
    return objects[field]


def _scalar_type(value: str | int | bool) -> ScalarType:
    if isinstance(value, bool):
        return ScalarType.Boolean
    return ScalarType.Int if isinstance(value, int) else ScalarType.Str


def _with_share(current: Mapping[str, Plain], key: str, share: Plain) -> dict[str, Plain]:
    """Return the current shares with one as another left it."""
    shares = {**current, key: share}
    return {name: shares[name] for name in sorted(shares) if shares[name] is not None}


def _read_map(document: Document, target: bytes, heads: list[bytes] | None) -> dict[str, Plain]:
    keys, values = document.keys(target, heads), document.values(target, heads)
    return {key: _read(document, *value, heads) for key, value in zip(keys, values, strict=True)}


def _read(document: Document, value: object, identifier: bytes, heads: list[bytes] | None) -> Plain:
    """Return one value of the document as JSON says it: bytes as hexadecimal, a moment as ISO 8601."""
    if value is ObjType.Text or value == ObjType.Text:
        return document.text(identifier, heads)
    if value == ObjType.Map:
        return _read_map(document, identifier, heads)
    if value == ObjType.List:
        return [_read(document, *item, heads) for item in document.values(identifier, heads)]
    return _scalar(value)


def _scalar(value: object) -> Plain:
    match value:
        case (ScalarType.Bytes, list(numbers)):
            return bytes(numbers).hex()
        case (_, datetime() as local):  # without a zone: the binding tells it in that of this computer
            return moment(round(local.timestamp() * 1000))
        case (_, None | str() | int() | float() | bool() as plain):
            return plain
    raise BugError("value_unknown", value=repr(value))
