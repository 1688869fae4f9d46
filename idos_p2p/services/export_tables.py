"""The tables of an export: one a kind, such that an import of them into a new cell makes the same records."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from typing import TextIO

from idos_p2p.papers import lines_out, tables_out
from idos_p2p.papers.headings import IMPORT_ORDER
from idos_p2p.papers.own_words import Language, file_stem
from idos_p2p.papers.paper import Paper, taken, targets
from idos_p2p.records.kinds import BY_NAME, Field
from idos_p2p.services.export_folder import Folder
from idos_p2p.services.export_source import Slice, Source

MOST_FILE_BYTES = 12 << 20  # of one table: an import reads no larger file than 16 MiB
ASIDE_FILE: Mapping[Language, str] = {"fr": "a-part.jsonl", "en": "aside.jsonl"}

_BACK = ("page", "thanks", "comment")  # kinds that may lead to one another, and so in a circle


class Reachable:
    """Which records the tables hold, and which links in them an import finds again."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._aside: set[str] = set()
        self._circular: set[tuple[str, str]] = set()
        waiting: dict[str, list[str]] = {}  # comments by what they are about, where that may yet be put aside
        edges: dict[str, list[str]] = {}
        for kind in IMPORT_ORDER:
            for found in source.merged(kind, signed=True):
                for paper in found.papers:
                    if paper.contested or not taken(paper) or not self._leads(paper, found):
                        self._aside.add(paper.id)
                    elif kind in _BACK:
                        edges[paper.id] = _back(paper, found)
                        for target in edges[paper.id] if kind == "comment" else ():
                            waiting.setdefault(target, []).append(paper.id)
        self._put_aside_with(waiting)
        self._circular = _circles({record: led_to for record, led_to in edges.items() if led_to})

    def holds(self, paper: Paper) -> bool:
        """Tell whether a record has a row."""
        return paper.id not in self._aside

    def name(self, paper: Paper, found: Slice, field: Field, target: str) -> str | None:
        """Return what a link's cell says; None where an import would not find it, or would go round in a circle."""
        here = found.targets.get(target)
        if here is None or not self._source.key_told(here.key) or (field.to and here.kind not in field.to):
            return None
        if target in self._aside or (paper.id, target) in self._circular:
            return None
        return self._source.name(field, target, here)

    def _leads(self, paper: Paper, found: Slice) -> bool:
        """Tell whether each link that must be there leads to something; what is put aside later is seen to then."""
        for name, led_to in targets(paper).items():
            field = paper.described.field(name)
            if field is not None and field.required:
                names = [self.name(paper, found, field, target) for target in led_to]
                if all(name is None for name in names):
                    return False
        return True

    def _put_aside_with(self, waiting: Mapping[str, list[str]]) -> None:
        """Put aside the comments about what is put aside, and the comments about these."""
        left = [record for record in waiting if record in self._aside]
        while left:
            for comment in waiting.get(left.pop(), ()):
                if comment not in self._aside:
                    self._aside.add(comment)
                    left.append(comment)


def write_tables(source: Source, folder: Folder, language: Language, note: Callable[[Paper], None]) -> int:
    """Write all tables, noting each record; return how many records are told aside.

    What a table cannot say of a record stands in a file of its own, as JSON, and its row says so.
    """
    reachable = Reachable(source)
    with ExitStack() as stack:
        aside = Aside(folder, language, stack)
        for kind in IMPORT_ORDER:
            with _Table(folder, kind, language) as table:
                for found in source.merged(kind, signed=True):
                    for paper in found.papers:
                        note(paper)
                        row = tables_out.row(paper, _named(reachable, paper, found), language)
                        held = reachable.holds(paper)
                        if held:
                            table.write(row.text)
                        if row.more or not held:
                            aside.tell(paper)
    return aside.count


def _named(reachable: Reachable, paper: Paper, found: Slice) -> tables_out.NameOf:
    return lambda field, target: reachable.name(paper, found, field, target)


class Aside:
    """The file of what no table, and no page, says; there is none where they say all."""

    def __init__(self, folder: Folder, language: Language, stack: ExitStack) -> None:
        self._folder, self._language, self._stack = folder, language, stack
        self._stream: TextIO | None = None
        self.count = 0

    def tell(self, paper: Paper) -> None:
        """Tell a record whole."""
        if self._stream is None:
            self._stream = self._stack.enter_context(self._folder.text(ASIDE_FILE[self._language]))
        self._stream.write(lines_out.line(lines_out.told(paper)))
        self.count += 1


class _Table:
    """The table of one kind: no file where it has no row, several where one would be too large to be read."""

    def __init__(self, folder: Folder, kind: str, language: Language) -> None:
        self._folder, self._language = folder, language
        self._kind = BY_NAME[kind]
        self._stack = ExitStack()
        self._stream: TextIO | None = None
        self._files = 0
        self._size = 0

    def __enter__(self) -> _Table:
        return self

    def __exit__(self, *_exception: object) -> None:
        self._stack.close()

    def write(self, row: str) -> None:
        """Write a row, in a new file where the last one is full."""
        size = len(row.encode())
        if self._stream is None or self._size + size > MOST_FILE_BYTES:
            self._stream = self._open()
        self._stream.write(row)
        self._size += size

    def _open(self) -> TextIO:
        self._stack.close()
        self._files += 1
        stem = file_stem(self._kind.name, self._language)
        name = f"{stem}.csv" if self._files == 1 else f"{stem}-{self._files}.csv"
        stream = self._stack.enter_context(self._folder.text(name))
        heading = tables_out.BYTE_ORDER_MARK + tables_out.first_row(self._kind, self._language)
        stream.write(heading)
        self._size = len(heading.encode())
        return stream


def _back(paper: Paper, found: Slice) -> list[str]:
    """Return the records that a paper leads to, of the kinds that may lead back."""
    led_to = (target for several in targets(paper).values() for target in several)
    return [target for target in led_to if target in found.targets and found.targets[target].kind in _BACK]


def _circles(edges: Mapping[str, list[str]]) -> set[tuple[str, str]]:
    """Return links without which none leads round in a circle."""
    cut: set[tuple[str, str]] = set()
    done: set[str] = set()
    for start in edges:
        path: dict[str, Iterator[str]] = {} if start in done else {start: iter(edges[start])}
        while path:
            here = next(reversed(path))
            target = next(path[here], None)
            if target is None:
                done.add(here)
                del path[here]
            elif target in path:
                cut.add((here, target))
            elif target in edges and target not in done:
                path[target] = iter(edges[target])
    return cut
