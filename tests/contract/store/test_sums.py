"""What contributions add up to is the sum of those that stand there, whatever came, changed and went before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest

from idos_p2p.records.kinds import Value
from idos_p2p.store.ports import Projection, Store
from tests.contract.store.making import Author, identifier, placed, projection, put

PERSONS = [identifier(name).hex() for name in ("Ana", "Luc", "Zoé", "a stranger")]
PROJECTS = [identifier(name).hex() for name in ("Jardin", "Vélo", "none that is here")]
DAYS = ("2025-12-31", "2026-01-01", "2026-06-15", "2026-6-15", "some day", "")
MINUTES: tuple[Value, ...] = (0, 15, 90, None, -5, "many")
NAMES = tuple(map(str, range(12)))

Sums = Counter[tuple[str, str, str]]


def drawn(random: Random, name: str) -> Projection:
    """Return one of many states that the record of this name may be in."""
    persons = random.sample(PERSONS, random.randint(0, 3))
    links = [("persons", person) for person in persons]
    if random.random() < 0.8:
        links.append(("project", random.choice(PROJECTS)))
    if random.random() < 0.2:
        links.append(("seen", random.choice(PROJECTS)))
    fields: dict[str, Value] = {"minutes": random.choice(MINUTES), "persons": persons}
    if random.random() < 0.2:
        fields["removed"] = "2026-11-28"
    kind = "use" if random.random() < 0.2 else "contribution"
    made = projection(name, kind, author=Author(1 + int(name) % 2), day=random.choice(DAYS), fields=fields, links=links)
    return replace(made, contested=random.random() < 0.2)


def sums(several: Sequence[Projection]) -> tuple[Sums, Sums]:
    """Return how many contributions and minutes these records give, by project, year and person; "": all together."""
    count, minutes = Sums(), Sums()
    for made in several:
        if made.kind == "contribution" and not made.contested and not made.removed:
            given = made.fields["minutes"]
            year = made.day[:4] if made.day[4:5] == "-" and made.day[7:8] == "-" else ""
            for project in (target for field, target in made.links if field == "project"):
                for person in ("", *(target for field, target in made.links if field == "persons")):
                    count[project, year, person] += 1
                    minutes[project, year, person] += max(0, given) if isinstance(given, int) else 0
    return count, +minutes


def held(store: Store) -> tuple[Sums, Sums]:
    rows = store.reader.rows(
        "SELECT lower(hex(subject.id)), year, coalesce(lower(hex(person.id)), ''), contributions, minutes FROM work"
        " JOIN subject ON subject.number = project LEFT JOIN subject AS person ON person.number = work.person"
    )
    assert all(contributions > 0 for *_, contributions, _ in rows)
    count, minutes = Sums(), Sums()
    for project, year, person, contributions, summed in rows:
        count[project, year, person], minutes[project, year, person] = contributions, summed
    return count, +minutes


@pytest.mark.parametrize("seed", range(5))
def test_sums_are_those_of_the_records_that_stand_there(store: Store, seed: int) -> None:
    random, standing = Random(seed), dict[str, Projection]()
    for _ in range(40):
        if random.random() < 0.2 and standing:
            gone = random.sample(sorted(standing), random.randint(1, len(standing)))
            with store.transaction():
                store.read_model.drop(standing.pop(name).record for name in gone)
        else:
            names = [random.choice(NAMES) for _ in range(random.randint(1, 5))]  # one of them perhaps twice
            several = [drawn(random, name) for name in names]
            put(store, *several)
            standing.update(zip(names, several, strict=True))
        assert held(store) == sums(list(standing.values()))
        assert list(store.read_model.strays()) == []


def test_sums_made_anew_in_another_order_are_the_same(store: Store) -> None:
    random = Random(6)
    several = [drawn(random, name) for name in NAMES]
    for made in several:
        put(store, drawn(random, made.title), made)
    before = held(store)
    with store.transaction():
        store.read_model.clear()
    assert held(store) == (Sums(), Sums())
    put(store, *reversed(several))
    assert held(store) == before == sums(several)


def test_a_transaction_that_fails_leaves_the_sums_alone(store: Store) -> None:
    random = Random(7)
    put(store, *(drawn(random, name) for name in NAMES))
    before = held(store)

    def half_done() -> None:
        with store.transaction():
            store.read_model.put(placed(store, drawn(random, name)) for name in NAMES)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half_done()
    assert held(store) == before
