"""Exports of Bénévalibre and Paheko come in as they are: what they say of persons, acts and gifts, and nothing else."""

from __future__ import annotations

from pathlib import Path

from idos_p2p.papers.foreign import recognised
from idos_p2p.papers.headings import HEADINGS
from idos_p2p.papers.known import KnownRecords
from idos_p2p.papers.own_words import columns
from idos_p2p.papers.plan import ImportPlan, plan
from idos_p2p.papers.reading import read_directory
from idos_p2p.papers.sheets import LeftAside
from idos_p2p.records.kinds import KINDS

ACTIONS = (
    "Prénom,Nom,Pseudo,Association,Titre,Description,Date,Date de fin,Durée,Durée (en heures),"
    "En attente de modération,Distance (en km),Catégorie,Projet,Niveau\r\n"
)
MEMBERS = (
    '"Numéro de membre","Nom & prénom","Adresse E-Mail","Adresse postale","Code postal","Ville",'
    '"Numéro de téléphone","Inscription à la lettre d\'information","Date d\'inscription","Catégorie"\n'
)
HOURS = '"Numéro de membre","Nom","Catégorie","Notes","Année","Semaine","Date","Durée","Valorisation"\n'
SIMPLE = (
    '"Numéro d\'écriture","Type","Statut","Libellé","Date","Remarques","Numéro pièce comptable","Référence paiement",'
    '"Compte de débit","Compte de crédit","Montant","Projet analytique","Membres associés"\n'
)
GROUPED = (
    '"Numéro d\'écriture","Type","Statut","Libellé","Date","Remarques","Numéro pièce comptable","Numéro compte",'
    '"Libellé compte","Débit","Crédit","Référence ligne","Libellé ligne","Rapprochement","Projet analytique",'
    '"Membres associés"\n'
)


def _plan(folder: Path, **files: str) -> ImportPlan:
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return plan(read_directory(folder), KnownRecords([]))


def _written(planned: ImportPlan) -> list[tuple[str, dict[str, object]]]:
    ids = [f"{number:064x}" for number in range(len(planned.records))]
    return [(record.kind, dict(record.with_ids(ids))) for record in planned.records]


def test_the_actions_of_benevalibre_are_contributions_with_their_persons_and_projects(tmp_path: Path) -> None:
    rows = (
        "Zoé,Martin,zm,Les Semeuses,Arrosage,Trois rangs,2026-05-02,,2:30:00,2.5,False,,Jardinage,Jardin partagé,\r\n"
        'Zoé,Martin,zm,Les Semeuses,Camp,,2026-07-01,2026-07-03,"1 day, 2:00:30",26.0083,False,12.50,,,\r\n'
        ',,"Dupont, Marie",Les Semeuses,Accueil,,2026-05-03,,0:45:00,0.75,True,,,Jardin partagé,\r\n'
    )
    planned = _plan(tmp_path, **{"benevalo-export": ACTIONS + rows})
    assert planned.faults == ()
    zoe, jardin, marie = (f"{number:064x}" for number in (0, 1, 2))
    assert _written(planned) == [
        ("person", {"name": "Zoé Martin"}),
        ("person", {"name": "Dupont, Marie"}),
        ("project", {"title": "Jardin partagé"}),
        (
            "contribution",
            {
                "what": "Arrosage\n\nTrois rangs",
                "date": "2026-05-02",
                "minutes": 150,
                "project": marie,
                "persons": [zoe],
            },
        ),
        ("contribution", {"what": "Camp", "date": "2026-07-01", "minutes": 1561, "persons": [zoe]}),
        (
            "contribution",
            {"what": "Accueil", "date": "2026-05-03", "minutes": 45, "project": marie, "persons": [jardin]},
        ),
    ]
    assert set(planned.left) == {
        LeftAside("benevalo-export.csv", "column", 1, "Catégorie"),
        LeftAside("benevalo-export.csv", "column", 1, "Date de fin"),
        LeftAside("benevalo-export.csv", "column", 1, "Distance (en km)"),
        LeftAside("benevalo-export.csv", "column", 3, "En attente de modération"),
    }


def test_an_action_of_nobody_is_left_and_a_wrong_cell_is_told_at_its_place(tmp_path: Path) -> None:
    rows = (
        ",,,Les Semeuses,Accueil,,2026-05-03,,0:45:00,0.75,False,,,,\r\n"
        "Zoé,,,Les Semeuses,Accueil,,hier,,longtemps,0.75,False,,,,\r\n"
    )
    planned = _plan(tmp_path, actions=ACTIONS + rows)
    assert [(fault.code, fault.line, fault.column, fault.heading) for fault in planned.faults] == [
        ("import_date", 3, 7, "Date"),
        ("import_duration", 3, 9, "Durée"),
    ]
    assert LeftAside("actions.csv", "nobody", 1) in planned.left


def test_the_members_of_paheko_are_persons_with_what_reaches_them(tmp_path: Path) -> None:
    rows = (
        '"1","Ana Lopez","ana@example.org","3 rue du Lavoir","21000","Aubeval",'
        '"0601020304","Oui","02/01/2024","Membres"\n'
        '"2","Luc",,,,,,"Non","03/01/2024","Membres"\n'
    )
    planned = _plan(tmp_path, **{"Tous les membres": MEMBERS + rows})
    assert planned.faults == ()
    assert _written(planned) == [
        ("person", {"name": "Ana Lopez", "reach": "ana@example.org · 0601020304"}),
        ("person", {"name": "Luc"}),
    ]
    assert {left.heading for left in planned.left} == {
        "Adresse postale",
        "Catégorie",
        "Code postal",
        "Date d'inscription",
        "Inscription à la lettre d'information",
        "Numéro de membre",
        "Ville",
    }


def test_the_hours_of_paheko_are_contributions_with_their_worth(tmp_path: Path) -> None:
    rows = (
        '"1","Ana Lopez","Jardin","Semis","2026","18","02/05/2026","150","30.5"\n'
        '"2","Luc","Accueil",,"2026","18","03/05/2026","1:15","0.0"\n'
    )
    planned = _plan(tmp_path, suivi=HOURS + rows)
    assert planned.faults == ()
    assert [values for kind, values in _written(planned) if kind == "contribution"] == [
        {"what": "Jardin\n\nSemis", "date": "2026-05-02", "minutes": 150, "cents": 3050, "persons": [f"{0:064x}"]},
        {"what": "Accueil", "date": "2026-05-03", "minutes": 75, "persons": [f"{1:064x}"]},
    ]


def test_of_the_accounts_of_paheko_gifts_and_waived_expenses_come_in(tmp_path: Path) -> None:
    rows = (
        '"1","Recette","","Don de printemps","12/03/2026",,,,"512A","7541","50,00",,"Ana Lopez"\n'
        '"2","Dépense","","Loyer","13/03/2026",,,,"613","512A","300,00",,\n'
        '"3","Avancé","","Pains","14/03/2026",,,,"860","870","24,50",,"Luc"\n'
        '"4","Avancé","","Trajets","15/03/2026",,,,"625","75412","12,00",,"Luc"\n'
        '"5","Recette","","Quête","16/03/2026",,,,"530","754","80,00",,\n'
        '"6","Recette","","Don à deux","17/03/2026",,,,"530","754","80,00",,"Ana Lopez,Luc"\n'
    )
    planned = _plan(tmp_path, **{"Les Semeuses - Export comptable - Simplifié - 2026": SIMPLE + rows})
    assert planned.faults == ()
    ana, luc = (f"{number:064x}" for number in (0, 1))
    assert _written(planned)[2:] == [
        (
            "contribution",
            {"what": "Trajets", "date": "2026-03-15", "form": "expense", "cents": 1200, "persons": [luc]},
        ),
        (
            "gift",
            {"donor": ana, "form": "money", "cents": 5000, "what": "Don de printemps", "date": "2026-03-12"},
        ),
        ("gift", {"donor": luc, "form": "goods", "cents": 2450, "what": "Pains", "date": "2026-03-14"}),
    ]
    assert [(left.code, left.count) for left in planned.left if left.code != "column"] == [
        ("entries", 1),
        ("nobody", 2),
    ]


def test_lines_of_an_entry_that_are_grouped_go_on_with_the_first(tmp_path: Path) -> None:
    rows = (
        '"1","Avancé","","Don","12/03/2026",,,"512A","Banque","50,00","0,00",,,,,"Ana Lopez"\n'
        '"","","","",,,,"7541","Dons manuels","0,00","50,00",,,,,\n'
    )
    planned = _plan(tmp_path, grouped=GROUPED + rows)
    assert planned.faults == ()
    assert _written(planned)[1] == (
        "gift",
        {"donor": f"{0:064x}", "form": "money", "cents": 5000, "what": "Don", "date": "2026-03-12"},
    )


def test_no_table_of_ours_is_taken_for_one_of_theirs() -> None:
    for described in (kind for kind in KINDS if kind.name in HEADINGS):
        assert recognised(columns(described, "fr")) is None
        assert recognised(columns(described, "en")) is None
    for headings in HEADINGS.values():
        assert recognised(list(headings)) is None
