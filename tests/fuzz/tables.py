"""Spoilt CSV tables and pages of an import: ``python -m tests.fuzz.tables``.

Either each mistake is told at its place, or what is planned can be written as it is; and the cells of a table that was
read are read again from a table that a spreadsheet would write of them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from random import Random

from idos_p2p import limits
from idos_p2p.errors import RefusedError
from idos_p2p.papers.known import KnownRecords
from idos_p2p.papers.layout import read_page, read_table
from idos_p2p.papers.plan import plan
from idos_p2p.papers.sheets import ImportFault, MisreadError, Sheets
from idos_p2p.papers.table import read_rows
from idos_p2p.records.fields import accept
from idos_p2p.records.kinds import BY_NAME, Value
from tests.fuzz.driver import Parts, Wrong, main
from tests.unit.records.crafting import spoil_bytes

AICHA, KARIM, GARDEN = (f"{number:064x}" for number in range(1, 4))
KNOWN: list[tuple[str, str, dict[str, Value]]] = [
    (AICHA, "person", {"name": "Aïcha Benali", "roles": ["volunteer"]}),
    (KARIM, "person", {"name": "Karim Ould-Ahmed"}),
    (GARDEN, "project", {"title": "Jardin partagé", "state": "open"}),
]
HONEST = (
    ("person", 'nom;rôles\nŒnone D\'Almeida;donatrice|bénévole\n"Bo ""le grand"" Li";\n'),
    ("project", "titre,état\nCompost,ouvert\nJardin partagé,\n"),
    (
        "contribution",
        (
            "ref;date;quoi;durée;projet;personnes;partage\r\n"
            "a1;22/11/2026;Plantation;2 h 30;jardin partagé;AÏCHA BENALI, Karim Ould-Ahmed;\r\n"
            'a2;2026-01-03;"Semis\r\ndes pois";45 min;;Karim Ould-Ahmed;Karim Ould-Ahmed 100 %\r\n'
        ),
    ),
    ("gift", 'ref;date;donateur;montant;forme\ndon-1;02/01/2026;Aïcha Benali;"1 012,50 €";argent\n'),
    ("page", "---\ntitre: Lieux\nlicence: CC-BY\n---\n\n# Nos lieux\n\nLa salle, *le jardin*.\n"),
    ("page", "# Nos lieux #\n\nUn deux\u2028trois.\n"),
)
BITS = (
    *'";,\t\n\r|:%#-€',
    *("\r\n", '""', "---", "date", "durée", "personnes", "montant", "2 h 30", "31/02/2026", "99 h 99", "-1", "1e9"),
    *("100 %", "9" * 30, "\0", "\ufeff", "\u202e", "e\u0301", "\u0661", "🌾", "=1+1", "Aïcha Benali", "a1", " " * 9),
)


def inputs(random: Random) -> Iterator[Parts]:
    """Yield a kind and a spoilt file."""
    while True:
        kind, text = random.choice(HONEST)
        if random.random() < 0.15:
            yield kind.encode(), spoil_bytes(random, text.encode())
            continue
        for _ in range(random.choice((1, 1, 2, 3, 8))):
            start = random.randrange(len(text) + 1)
            end = start + random.choice((0, 0, 1, 2, 10))
            other = random.randrange(len(text) + 1)
            put = random.choice((*BITS, text[other : other + random.choice((1, 5, 40))], ""))
            text = text[:start] + put + text[end:]
        yield (kind if random.random() < 0.95 else "gift").encode(), text.encode(errors="replace")


def judge(parts: Parts) -> str:
    """Return the code of the first mistake, or "accepted"."""
    kind, content = parts[0].decode(), parts[1]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "import_not_utf8"
    page = kind == "page"
    sheet, faults = read_page("a.md", text) if page else read_table("a.csv", kind, text, limits.MAX_IMPORT_ROWS)
    planned = plan(Sheets((sheet,), tuple(faults)), KnownRecords(KNOWN))
    for fault in planned.faults:
        _check_place(fault, text)
    if not page:
        _check_cells(text)
    if planned.faults:
        return planned.faults[0].code
    ids = [f"{number:064x}" for number in range(100, 100 + len(planned.records))]
    for record in planned.records:
        try:
            values = accept(BY_NAME[record.kind], record.with_ids(ids), partial=False)
            again = accept(BY_NAME[record.kind], values, partial=False)
        except RefusedError as refused:
            raise Wrong(f"planned, and refused: {refused.code}") from refused
        if again != values:
            raise Wrong("accepted otherwise the second time")
    return "accepted"


def _check_place(fault: ImportFault, text: str) -> None:
    lines = text.count("\n") + text.count("\r") + 1
    if not 0 <= fault.line <= lines or fault.column < 0:
        raise Wrong(f"no such place: {fault.position}")


def _check_cells(text: str) -> None:
    """Check that the cells, all quoted, are read as they were."""
    try:
        rows = [[cell.text for cell in row] for row in read_rows(text)]
    except MisreadError:
        return
    quoted = [";".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    if [[cell.text for cell in row] for row in read_rows("\n".join(quoted))] != rows and len(rows) > 0:
        raise Wrong("other cells")


if __name__ == "__main__":
    sys.exit(main("tables"))
