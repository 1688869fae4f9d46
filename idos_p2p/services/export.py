"""Everything a cell holds, or what concerns one person, as files that other programs read (docs/export.md)."""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from idos_p2p.errors import RefusedError
from idos_p2p.ids import DeviceId, EntryId, RecordName
from idos_p2p.papers import lines_out, linked_data, pages_out
from idos_p2p.papers.file_names import FileNames
from idos_p2p.papers.formats import Format
from idos_p2p.papers.own_words import Language, contested, file_stem
from idos_p2p.papers.paper import Paper
from idos_p2p.papers.tables_out import NameOf
from idos_p2p.records.attachments import FIELD, Named, named
from idos_p2p.records.document import RecordDocument
from idos_p2p.records.kinds import BY_NAME, REMOVED, Field
from idos_p2p.records.plain import moment
from idos_p2p.records.verdicts import UnknownKind, encode
from idos_p2p.services.cell import Cell
from idos_p2p.services.export_folder import Folder, new_folder
from idos_p2p.services.export_source import Slice, Source
from idos_p2p.services.export_tables import Aside, write_tables
from idos_p2p.services.people import Member, members
from idos_p2p.services.project import judge_record

_HASH_DIGITS = 16  # of an attachment's hash before its name: no two are alike, and a name of 120 bytes still fits


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote."""

    path: Path
    format: Format
    records: Mapping[str, int]  # by kind, those in the bin among them
    removed: int  # of these, in the bin
    contested: int  # of these, told apart from what is summed
    unknown: int  # of a kind that this program does not know, told as they came, but not in Markdown
    aside: int  # that tables or pages do not say, or not wholly: told in a file of their own
    attachments: int  # files attached to these records, each content once
    attachments_absent: int  # that these records name, and whose content is not here, or no longer what it was
    files: int
    size: int  # bytes


def export(cell: Cell, directory: Path, wanted: Format, *, language: Language = "fr", person: str = "") -> Exported:
    """Write a folder with the records of the cell, or with ``person`` those that concern this person record's person.

    Memory stays bounded whatever the cell holds. ``language`` is that of headings and file names.
    Raises RefusedError: ``export_folder_taken``, ``export_unwritable``, ``export_not_person``, those of
    ``views.records.find``.
    """
    source = Source(cell, person)
    counting = _Counting()
    manifest: dict[str, Any] = {}
    with new_folder(directory, manifest) as folder:
        _WRITERS[wanted](_Export(cell, source, folder, language, counting))
        if wanted is not Format.MARKDOWN:
            counting.unknown = _write_unknown(cell, source, folder)
        _write_attachments(cell, counting, folder)
        manifest.update(_manifest(cell, source, wanted, counting))
    return Exported(
        directory,
        wanted,
        dict(sorted(counting.records.items())),
        counting.removed,
        counting.contested,
        counting.unknown,
        counting.aside,
        counting.attachments,
        counting.absent,
        folder.files,
        folder.size,
    )


class _Counting:
    """What was told so far."""

    def __init__(self) -> None:
        self.records: Counter[str] = Counter()
        self.removed = self.contested = self.unknown = self.aside = self.attachments = self.absent = 0
        self.named: dict[str, Named] = {}  # by hash; of several names, the first

    def note(self, paper: Paper) -> None:
        """Count a record."""
        self.records[paper.kind] += 1
        self.removed += bool(paper.fields.get(REMOVED.name))
        self.contested += paper.contested
        for one in named(paper.fields.get(FIELD)):
            self.named.setdefault(one.hash.hex(), one)


@dataclass(frozen=True, slots=True)
class _Export:
    """One export under way."""

    cell: Cell
    source: Source
    folder: Folder
    language: Language
    counting: _Counting

    def papers(self, kind: str = "", *, merged: bool = False, whole: bool = False) -> Iterator[tuple[Slice, Paper]]:
        """Yield the papers of a kind, or of all, counted; ``whole``: none of which the name alone is told."""
        for found in self.source.merged(kind) if merged else self.source.slices(kind):
            for paper in found.papers:
                if self.source.whole(paper) or not whole:
                    self.counting.note(paper)
                    yield found, paper


def _write_json(export: _Export) -> None:
    with export.folder.text("records.jsonl") as stream:
        for _, paper in export.papers():
            stream.write(lines_out.line(lines_out.told(paper)))


def _write_csv(export: _Export) -> None:
    export.counting.aside = write_tables(export.source, export.folder, export.language, export.counting.note)


def _write_markdown(export: _Export) -> None:
    with ExitStack() as stack:
        aside = Aside(export.folder, export.language, stack)
        for kind, told in (("page", pages_out.page), ("meeting", pages_out.meeting)):
            names, stem = FileNames(), file_stem(kind, export.language)
            for found, paper in export.papers(kind, merged=True):
                date, title = str(paper.fields.get("date", "")), str(paper.fields.get("title", ""))
                name = names.name(f"{date} {title}" if date else title, ".md", paper.id)
                folder = contested(stem, export.language) if paper.contested else stem
                with export.folder.text(f"{folder}/{name}") as stream:
                    stream.write(told(paper, _name_of(export.source, found), export.language))
                if not paper.whole:
                    aside.tell(paper)
        export.counting.aside = aside.count


def _name_of(source: Source, found: Slice) -> NameOf:
    def name(field: Field, target: str) -> str | None:
        here = found.targets.get(target)
        return None if here is None else source.name(field, target, here)

    return name


def _write_jsonld(export: _Export) -> None:
    with export.folder.text("cell.jsonld") as stream:
        stream.write('{"@context":' + lines_out.line(linked_data.context()).rstrip() + ',"@graph":[\n')
        stream.write(lines_out.line(linked_data.cell(export.cell.id.hex(), *_called(export.cell))).rstrip())
        for kind in BY_NAME:
            for _, paper in export.papers(kind, merged=True):
                stream.write(",\n" + lines_out.line(linked_data.node(paper)).rstrip())
        stream.write("\n]}\n")


def _write_automerge(export: _Export) -> None:
    with export.folder.text("records.jsonl") as index:
        for _, paper in export.papers(whole=True):
            record = RecordName(DeviceId(bytes.fromhex(paper.device)), paper.seq)
            worlds = judge_record(export.cell, record).of(EntryId(bytes.fromhex(paper.id)))
            for number, world in enumerate(worlds):
                name = f"{paper.kind}/{paper.id[:2]}/{paper.id}{f'.{number + 1}' if number else ''}.automerge"
                export.folder.write(name, RecordDocument.load(world.changes).save())
                told = {"id": paper.id, "kind": paper.kind, "file": name, "contested": world.contested}
                index.write(lines_out.line(told))


_WRITERS: Mapping[Format, Callable[[_Export], None]] = {
    Format.JSON: _write_json,
    Format.CSV: _write_csv,
    Format.MARKDOWN: _write_markdown,
    Format.JSONLD: _write_jsonld,
    Format.AUTOMERGE: _write_automerge,
}


def _write_unknown(cell: Cell, source: Source, folder: Folder) -> int:
    """Write the records of kinds that this program does not know, as they came; return how many there are."""
    verdict = encode(UnknownKind())
    if not cell.store.judgements.verdicts().get(verdict):
        return 0
    names = [
        record
        for record, verdicts in cell.store.judgements.by_record()
        if source.tells_device(record.device) and verdict in verdicts.values()
    ]
    if not names:
        return 0
    with folder.text("unknown.jsonl") as stream:
        for record in names:
            stream.write(lines_out.line(_as_it_came(cell, record)))
    return len(names)


def _write_attachments(cell: Cell, counting: _Counting, folder: Folder) -> None:
    """Write the content of each attachment that is here, sound and whole; a table or a line names it by its hash."""
    for name, one in sorted(counting.named.items()):
        try:
            content = b"".join(cell.store.blobs.read(one.hash))
        except RefusedError:
            counting.absent += 1
            continue
        folder.write(f"attachments/{name[:_HASH_DIGITS]} {one.name}", content)
        counting.attachments += 1


def _as_it_came(cell: Cell, record: RecordName) -> dict[str, Any]:
    entries = cell.store.log.entries(cell.store.judgements.of_record(record))
    return {
        "record": [record.device.hex(), record.seq],
        "code": entries[0].header.kind,
        "entries": [
            {
                "id": entry.id.hex(),
                "device": entry.header.device.hex(),
                "time": moment(entry.header.time_ms),
                "body": b64encode(entry.payload.body).decode() if entry.payload else None,
            }
            for entry in entries
        ],
    }


def _manifest(cell: Cell, source: Source, wanted: Format, counting: _Counting) -> dict[str, Any]:
    """Return what the folder says of itself."""
    name, term = _called(cell)
    told: dict[str, Any] = {
        "contains": wanted.value,
        "cell": {"id": cell.id.hex(), "name": name, "term": term},
        "records": dict(sorted(counting.records.items())),
        "removed": counting.removed,
        "contested": counting.contested,
        "unknown": counting.unknown,
        "aside": counting.aside,
        "attachments": counting.attachments,
        "attachments_absent": counting.absent,
    }
    if source.person:
        return {**told, "person": source.person}
    return {**told, "members": [_member(member) for member in members(cell)]}


def _called(cell: Cell) -> tuple[str, str]:
    """Return the name and the term of the cell; empty before it knows how it began."""
    genesis = cell.membership.genesis
    return (genesis.name, genesis.term) if genesis else ("", "")


def _member(member: Member) -> dict[str, Any]:
    return {
        "records": list(member.records),
        "name": member.name,
        "status": member.status.value,
        "chamber": member.chamber.value,
        "devices": [device.hex() for device in member.devices],
    }
