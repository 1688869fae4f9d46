"""From tables to records: who is meant by a name, what is new, and every mistake at its place."""

from __future__ import annotations

import pytest

from idos_p2p import limits
from idos_p2p.papers.known import KnownRecords, name_key
from idos_p2p.papers.layout import read_page, read_table
from idos_p2p.papers.plan import ImportPlan, plan
from idos_p2p.papers.sheets import ImportFault, Sheet, Sheets
from idos_p2p.records.kinds import Value

AICHA, KARIM, GARDEN, OLD_GIFT = (f"{number:064x}" for number in range(1, 5))
CELL: list[tuple[str, str, dict[str, Value]]] = [
    (AICHA, "person", {"name": "Aïcha Benali", "roles": ["volunteer"]}),
    (KARIM, "person", {"name": "Karim Ould-Ahmed"}),
    (GARDEN, "project", {"title": "Jardin partagé", "state": "open"}),
    (OLD_GIFT, "gift", {"donor": AICHA, "form": "money", "cents": 5000, "date": "2026-01-02", "wish": "Des outils."}),
]
CONTRIBUTIONS = "date;quoi;durée;projet;personnes\n"


def _sheets(*tables: tuple[str, str, str]) -> Sheets:
    """Return sheets of (file, kind, text)."""
    sheets: list[Sheet] = []
    faults: list[ImportFault] = []
    for file, kind, text in tables:
        sheet, more = read_table(file, kind, text, limits.MAX_IMPORT_ROWS)
        sheets.append(sheet)
        faults.extend(more)
    return Sheets(tuple(sheets), tuple(faults))


def _plan(*tables: tuple[str, str, str]) -> ImportPlan:
    return plan(_sheets(*tables), KnownRecords(CELL))


def _places(planned: ImportPlan) -> list[tuple[str, str, int, int, str]]:
    return [(fault.code, fault.file, fault.line, fault.column, fault.heading) for fault in planned.faults]


def test_a_contribution_finds_its_persons_and_project_in_the_cell() -> None:
    row = "22/11/2026;Plantation des bulbes;2 h 30;jardin partagé;AÏCHA BENALI, Karim Ould-Ahmed\n"
    planned = _plan(("a.csv", "contribution", CONTRIBUTIONS + row))
    assert planned.faults == ()
    assert planned.records[0].with_ids(()) == {
        "what": "Plantation des bulbes",
        "date": "2026-11-22",
        "minutes": 150,
        "project": GARDEN,
        "persons": [AICHA, KARIM],
    }


def test_a_use_points_to_gift_act_and_person_of_the_same_import() -> None:
    planned = _plan(
        ("p.csv", "person", "nom;rôles\nŒnone D'Almeida;donatrice|bénévole\n"),
        ("c.csv", "contribution", "ref,date,what,persons\nacte-1,2026-01-03,Semis,Œnone D’Almeida\n"),
        ("g.csv", "gift", 'ref;date;donateur;montant\ndon-1;02/01/2026;Œnone D\'Almeida;"12,50 €"\n'),
        ("u.csv", "use", "date;dons;acte;personnes;effet\n2026-01-04;don-1: 12,50 €;acte-1;Œnone D'Almeida;Merci\n"),
    )
    assert planned.faults == ()
    ids = [f"{number:064x}" for number in range(100, 104)]
    written = [record.with_ids(ids) for record in planned.records]
    assert written[0]["roles"] == ["donor", "volunteer"]
    assert written[2]["donor"] == ids[0]
    assert written[3] == {
        "gifts": {ids[2]: 1250},
        "act": ids[1],
        "persons": [ids[0]],
        "date": "2026-01-04",
        "effect": "Merci",
    }


def test_headings_are_understood_in_english_and_french_with_or_without_accents() -> None:
    table = "NOM;Rôles;RAISON D’ÊTRE;Compétences;Coordonnées\nZoë;bénévole, salariée;Être utile.;maths;06\n"
    planned = _plan(("p.csv", "person", table))
    assert planned.records[0].with_ids(()) == {
        "name": "Zoë",
        "roles": ["employee", "volunteer"],
        "purpose": "Être utile.",
        "skills": ["maths"],
        "reach": "06",
    }


def test_money_under_cents_counts_cents_and_under_montant_euros() -> None:
    cents = _plan(("g.csv", "gift", "donor,date,cents\nAïcha Benali,2026-01-01,1250\n"))
    euros = _plan(("g.csv", "gift", "donor;date;montant\nAïcha Benali;2026-01-01;1250\n"))
    assert (cents.records[0].values["cents"], euros.records[0].values["cents"]) == (1250, 125_000)


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("31/02/2026;Semis;1 h;;Aïcha Benali", ("import_date", 1, "date")),
        ("2026-01-01;Semis;longtemps;;Aïcha Benali", ("import_duration", 3, "durée")),
        ("2026-01-01;Semis;1 h;Le verger;Aïcha Benali", ("import_reference_unknown", 4, "projet")),
        ("2026-01-01;Semis;1 h;;Aïcha Benali, Personne", ("import_reference_unknown", 5, "personnes")),
        ("2026-01-01;;1 h;;Aïcha Benali", ("import_value_missing", 2, "quoi")),
        ("2026-01-01;Semis;1 h;;", ("import_value_missing", 5, "personnes")),
        ("2026-01-01;Semis;1 h;;|", ("field_required", 5, "personnes")),
        ("2026-01-01;Semis;1 h;;Aïcha Benali;oups", ("import_cell_without_heading", 6, "")),
    ],
)
def test_each_mistake_is_told_by_file_line_and_column(row: str, fault: tuple[str, int, str]) -> None:
    text = CONTRIBUTIONS + '2026-01-01;"Une phrase\nsur deux lignes";90;;Aïcha Benali\n' + row + "\n"
    code, column, heading = fault
    assert _places(_plan(("d/c.csv", "contribution", text))) == [(code, "d/c.csv", 4, column, heading)]


@pytest.mark.parametrize(
    ("kind", "text", "fault"),
    [
        ("person", "nom;rôles\nZoë;reine\n", ("field_choice", 2, 2, "rôles")),
        ("project", f"titre\n{'x' * 201}\n", ("field_too_long", 2, 1, "titre")),
        ("person", "nom;age\nZoë;20\n", ("import_heading_unknown", 1, 2, "age")),
        ("person", "nom;name\nZoë;Zoë\n", ("import_heading_repeated", 1, 2, "name")),
        ("person", "rôles\nbénévole\n", ("import_heading_missing", 1, 0, "")),
        ("person", "", ("import_table_empty", 0, 0, "")),
        ("person", 'nom\n"Zoë\n', ("import_quote_open", 2, 1, "")),
        ("person", "nom\n\u200b\n", ("field_required", 2, 1, "nom")),
        ("gift", "donor;date;montant\nAïcha Benali;2026-01-01;beaucoup\n", ("import_amount", 2, 3, "montant")),
        ("use", "dons;date;effet\ndon 5;2026-01-01;Oui\n", ("import_share", 2, 1, "dons")),
        (
            "use",
            f"dons;date;effet\n{OLD_GIFT}: 1|{OLD_GIFT}: 2;2026-01-01;Oui\n",
            ("import_share_repeated", 2, 1, "dons"),
        ),
    ],
)
def test_each_mistake_of_a_table_is_told(kind: str, text: str, fault: tuple[str, int, int, str]) -> None:
    code, line, column, heading = fault
    assert _places(_plan(("t.csv", kind, text))) == [(code, "t.csv", line, column, heading)]


def test_every_fault_is_told_at_once_in_the_order_of_the_files() -> None:
    planned = _plan(
        ("b.csv", "contribution", CONTRIBUTIONS + "hier;Semis;x;;Personne\n"),
        ("a.csv", "person", "nom;rôles\nZoë;reine\n"),
    )
    assert [place[:4] for place in _places(planned)] == [
        ("field_choice", "a.csv", 2, 2),
        ("import_date", "b.csv", 2, 1),
        ("import_duration", "b.csv", 2, 3),
        ("import_reference_unknown", "b.csv", 2, 5),
    ]


def test_a_row_with_a_fault_makes_no_second_fault_where_it_is_named() -> None:
    planned = _plan(
        ("p.csv", "person", "nom;rôles\nZoë;reine\n"),
        ("c.csv", "contribution", CONTRIBUTIONS + "2026-01-01;Semis;1 h;;Zoë\n"),
    )
    assert [fault.code for fault in planned.faults] == ["field_choice"]


def test_a_name_given_twice_is_one_record_if_all_is_the_same_and_a_fault_if_not() -> None:
    same = _plan(("1.csv", "person", "nom;contact\nZoë;06\n"), ("2.csv", "person", "contact;nom\n06;Zoë\n"))
    assert (len(same.records), len(same.skipped), same.faults) == (1, 1, ())
    other = _plan(("1.csv", "person", "nom;contact\nZoë;06\n"), ("2.csv", "person", "nom;contact\nZoë;07\n"))
    assert _places(other) == [("import_name_repeated", "2.csv", 2, 1, "nom")]
    assert other.faults[0].fields["first_line"] == 2


def test_a_reference_given_twice_is_a_fault() -> None:
    rows = "ref;date;quoi;personnes\na1;2026-01-01;Semis;Aïcha Benali\nA1;2026-01-02;Tri;Aïcha Benali\n"
    assert _places(_plan(("c.csv", "contribution", rows))) == [("import_ref_repeated", "c.csv", 3, 1, "ref")]


def test_two_of_one_name_in_the_cell_cannot_be_told_apart() -> None:
    known = KnownRecords([*CELL, ("f" * 64, "person", {"name": "aïcha benali"})])
    row = CONTRIBUTIONS + "2026-01-01;Semis;1 h;;Aïcha Benali\n"
    planned = plan(_sheets(("c.csv", "contribution", row)), known)
    assert _places(planned) == [("import_reference_ambiguous", "c.csv", 2, 5, "personnes")]
    whole = CONTRIBUTIONS + f"2026-01-01;Semis;1 h;;{AICHA}\n"
    assert plan(_sheets(("c.csv", "contribution", whole)), known).faults == ()


def test_what_the_cell_holds_is_skipped_and_never_overwritten() -> None:
    gifts = "date;donateur;montant;souhait\n" + "2026-01-02;Aïcha Benali;50 €;Des outils.\n" * 2
    planned = _plan(("p.csv", "person", "nom;contact\nAïcha Benali;06\n"), ("g.csv", "gift", gifts))
    assert planned.faults == ()
    assert planned.count()["person"] == (0, 1)
    assert planned.count()["gift"] == (1, 1)  # the cell holds one such gift, the file two


def test_a_use_may_point_to_a_gift_that_the_cell_holds_already() -> None:
    planned = _plan(
        ("g.csv", "gift", "ref;date;donateur;montant;souhait\ndon-1;2026-01-02;Aïcha Benali;50 €;Des outils.\n"),
        ("u.csv", "use", "date;dons;effet\n2026-01-04;don-1: 50;Une pelle\n"),
    )
    assert [record.with_ids(()) for record in planned.records] == [
        {"gifts": {OLD_GIFT: 5000}, "date": "2026-01-04", "effect": "Une pelle"}
    ]


def test_faults_are_bounded() -> None:
    rows = "nom;rôles\n" + "".join(f"Personne {number};reine\n" for number in range(limits.MAX_IMPORT_FAULTS + 5))
    assert len(_plan(("p.csv", "person", rows)).faults) == limits.MAX_IMPORT_FAULTS


def test_rows_are_bounded() -> None:
    sheet, faults = read_table("p.csv", "person", "nom\nAya\nZoë\nNoël\n", 2)
    assert len(sheet.rows) == 2
    assert [(fault.code, fault.line) for fault in faults] == [("import_rows_too_many", 4)]


def test_a_page_takes_its_title_from_the_front_matter_or_the_first_heading() -> None:
    front, faults = read_page(
        "pages/a.md", '---\ntitre: "Le compost"\nsources: Livre, p. 2 | Karim\n---\n# Un\n\ndeux\n'
    )
    assert faults == []
    record = plan(Sheets((front,)), KnownRecords(())).records[0]
    assert record.with_ids(()) == {
        "title": "Le compost",
        "body": "# Un\n\ndeux",
        "sources": ["Karim", "Livre, p. 2"],
    }
    plain, faults = read_page("pages/b.md", "\n\n# Mafé à l’arachide 🥜 #\n\nDu **riz**.\r\n")
    assert faults == []
    assert {name: cell.text for name, cell in plain.rows[0].cells.items()} == {
        "title": "Mafé à l’arachide 🥜",
        "body": "Du **riz**.",
    }


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("Pas de titre.\n", "import_title_missing", 1),
        ("---\ntitre: A\nencore\n", "import_front_matter_open", 1),
        ("---\ntitre: A\nauteur: B\n---\n", "import_front_matter_unknown", 3),
        ("---\ntitre: A\ntitle: B\n---\n", "import_heading_repeated", 3),
    ],
)
def test_each_mistake_of_a_page_is_told_by_line(text: str, code: str, line: int) -> None:
    _, faults = read_page("pages/a.md", text)
    assert [(fault.code, fault.file, fault.line) for fault in faults] == [(code, "pages/a.md", line)]


def test_names_are_compared_as_people_read_them() -> None:
    assert name_key("AYA  N’Guessan") == name_key("Aya N'Guessan")
    assert name_key("Ai\u0308cha") == name_key("Aïcha")
    assert name_key("Garcon") != name_key("Garçon")
