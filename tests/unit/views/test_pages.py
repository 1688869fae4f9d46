"""A page as it is read: names in double brackets, what leads to it, its genealogy, what hangs on it."""

from __future__ import annotations

from dataclasses import replace

from idos_p2p.records.kinds import Value
from idos_p2p.store.ports import Projection, Store
from idos_p2p.views.pages import (
    MOST_ALIKE,
    attachments,
    backlinks,
    descendants,
    named,
    naming,
    origins,
    said_about,
)
from idos_p2p.views.records import RecordView, find
from tests.contract.store.making import identifier, projection, put

JARDIN = identifier("Jardin").hex()


def page(name: str, body: str = "", *, day: str = "2026-05-01", origins: tuple[str, ...] = ()) -> Projection:
    links = [("origins", identifier(origin).hex()) for origin in origins]
    return projection(name, "page", day=day, fields={"body": body}, links=links)


def shown(store: Store, name: str) -> RecordView:
    return find(store.reader, identifier(name).hex())


def test_a_name_leads_to_the_record_that_has_it_whatever_its_accents(store: Store) -> None:
    put(store, projection("Épicerie d’été"))
    text = "Voir [[epicerie d'ete|l’épicerie]] et [[nulle part]]."
    first, second = named(store.reader, text, {})
    assert text[first.start : first.end] == "[[epicerie d'ete|l’épicerie]]"
    assert (first.shown, [found.title for found in first.records], first.count) == (
        "l’épicerie",
        ["Épicerie d’été"],
        1,
    )
    assert (second.name, second.records, second.count) == ("nulle part", (), 0)


def test_a_name_that_several_have_is_told_with_all_it_may_mean(store: Store) -> None:
    names = [f"{number}" for number in range(MOST_ALIKE + 2)]
    homonyms = [replace(projection(name), title="Potager", created_ms=int(name)) for name in names]
    put(store, *homonyms)
    (found,) = named(store.reader, "[[potager]]", {})
    assert [record.id for record in found.records] == [made.id.hex() for made in homonyms[:MOST_ALIKE]]
    assert found.count == MOST_ALIKE + 2


def test_two_records_of_one_person_are_no_ambiguity(store: Store) -> None:
    put(store, *(replace(projection(name, "person"), title="Luc") for name in ("noted", "own")))
    own, noted = identifier("own").hex(), identifier("noted").hex()
    (found,) = named(store.reader, "[[Luc]]", {noted: own})
    assert ([record.id for record in found.records], found.count) == ([own], 1)


def test_what_leads_here_names_it_or_links_it_or_both_newest_first(store: Store) -> None:
    put(
        store,
        projection("Jardin"),
        page("names", "[[jardin]]", day="2026-05-01"),
        projection("links", "contribution", day="2026-05-02", links=[("project", JARDIN)]),
        projection("both", "comment", day="2026-05-03", fields={"words": "[[Jardin]]"}, links=[("about", JARDIN)]),
        projection("neither", "page"),
    )
    jardin = shown(store, "Jardin")
    leading = backlinks(store.reader, jardin, 9)
    assert [(link.interaction.record.title, link.fields, link.named) for link in leading] == [
        ("both", ("about",), True),
        ("links", ("project",), False),
        ("names", (), True),
    ]
    assert backlinks(store.reader, jardin, 2) == leading[:2]
    assert naming(store.reader, jardin, 9) == (leading[0], leading[2])


def test_a_record_that_names_itself_or_has_no_name_leads_nowhere(store: Store) -> None:
    put(store, page("Compost", "[[compost]]"), replace(page("untitled"), title=""), page("empty", "[[ ]]"))
    assert backlinks(store.reader, shown(store, "Compost"), 9) == ()
    assert backlinks(store.reader, shown(store, "untitled"), 9) == ()


def test_genealogy_goes_up_and_down_and_tells_what_is_not_here(store: Store) -> None:
    put(
        store,
        page("grandmother", origins=("lost",)),
        page("mother", origins=("grandmother",)),
        page("daughter", origins=("mother", "grandmother")),
        page("niece", origins=("grandmother",)),
    )
    up = [(kin.title, kin.generation) for kin in origins(store.reader, shown(store, "daughter"))]
    assert sorted(up) == [("", 2), ("grandmother", 1), ("mother", 1)]
    down = [(kin.title, kin.generation) for kin in descendants(store.reader, shown(store, "grandmother"))]
    assert sorted(down) == [("daughter", 1), ("mother", 1), ("niece", 1)]


def test_pages_made_from_each_other_are_told_once(store: Store) -> None:
    put(store, page("hen", origins=("egg",)), page("egg", origins=("hen",)))
    assert [(kin.title, kin.generation) for kin in origins(store.reader, shown(store, "hen"))] == [("egg", 1)]
    assert [(kin.title, kin.generation) for kin in descendants(store.reader, shown(store, "hen"))] == [("egg", 1)]


def test_what_is_said_of_a_page_comes_oldest_first_and_the_last_are_kept(store: Store) -> None:
    comments = [
        replace(projection(f"{number}", "comment", links=[("about", JARDIN)]), created_ms=number) for number in range(5)
    ]
    put(store, projection("Jardin"), *comments, projection("use", "use", links=[("about", JARDIN)]))
    assert [item.record.title for item in said_about(store.reader, shown(store, "Jardin"), 3)] == ["2", "3", "4"]


def test_attachments_are_told_by_name_with_their_size_once_they_are_here(store: Store) -> None:
    one, other = "1" * 64, "2" * 64
    files: Value = [f"{one} plan du jardin.pdf", f"{other} affiche.png"]
    put(store, projection("Charte", "page", fields={"attachments": files}))
    told = [(file.name, file.hash, file.size) for file in attachments(store.reader, shown(store, "Charte"))]
    assert told == [("affiche.png", other, None), ("plan du jardin.pdf", one, None)]
    with store.transaction():
        store.reader.rows("INSERT INTO blob (hash, key, size) VALUES (unhex(?), x'00', 12)", (other,))
    assert [file.size for file in attachments(store.reader, shown(store, "Charte"))] == [12, None]
