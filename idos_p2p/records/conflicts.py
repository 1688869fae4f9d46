"""Values written apart from each other: nothing blocks, and each one stays readable."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from idos_p2p.records.causality import Causality
from idos_p2p.records.change import DELETE, MAKE_MAP, Change, OperationId


class Path(NamedTuple):
    """A field of the record, or one key of a field that is a map."""

    field: str
    key: str | None = None


def rivals(changes: Sequence[Change]) -> dict[Path, tuple[Change, ...]]:
    """Return where changes wrote without knowing of each other, and the last of them: those none of the others saw.

    ``changes`` are all the accepted ones, in causal order. Only keys of the root map and of the maps right below are
    looked at; a removal counts as a write. What the values are, and whether they differ, is for the reader.
    """
    causality = Causality()
    maps: dict[OperationId, str] = {}
    latest: dict[Path, list[Change]] = {}
    for change in changes:
        causality.add(change)
        for path in dict.fromkeys(_written(change, maps)):
            before = latest.get(path, ())
            latest[path] = [*(other for other in before if not causality.saw(change, other)), change]
    return {path: tuple(writers) for path, writers in latest.items() if len(writers) > 1}


def _written(change: Change, maps: dict[OperationId, str]) -> list[Path]:
    """Return the paths a change writes, and note the maps it makes."""
    paths: list[Path] = []
    for operation in change.operations:
        if not isinstance(operation.key, str):
            continue
        if operation.target is None:
            paths.append(Path(operation.key))
            if operation.action == MAKE_MAP:
                maps[operation.id] = operation.key
        elif operation.target in maps:
            paths.append(Path(maps[operation.target], operation.key))
    return paths


def touched(change: Change, owners: dict[OperationId, str]) -> tuple[str, ...]:
    """Return the fields a change works in, in order.

    ``owners`` says in which field each object lies; the objects this change makes are added to it.
    """
    fields: dict[str, None] = {}
    for operation in change.operations:
        field = operation.key if operation.target is None else owners.get(operation.target)
        if isinstance(field, str):
            fields[field] = None
            if operation.action != DELETE:
                owners[operation.id] = field
    return tuple(fields)
