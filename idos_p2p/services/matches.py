"""Open needs and offers of those in the room, and which of them may fit: by simple means, each with its reason.

Two fit when they are of one project, or when the offer says a word of the need's title, told alike as the search does.
Nothing is weighed and nobody is ranked:
people read the reason, and talk to each other.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Sequence

from idos_p2p.ids import PersonId
from idos_p2p.services.cell import Cell
from idos_p2p.services.day import day_of
from idos_p2p.services.room_told import MOST_MATCHES, Asked, Fit, Match, Why
from idos_p2p.services.voices import Voices
from idos_p2p.services.who import who
from idos_p2p.store.words import folded
from idos_p2p.views.asked import open_asked
from idos_p2p.views.gift_lines import members_of, text_of
from idos_p2p.views.persons import Party, Persons
from idos_p2p.views.records import RecordView, titles

MOST_ASKED = 500  # open needs and offers that are looked at: more than people read
MOST_WORDS = 12  # of a title
LETTERS = 4  # a shorter word joins others more than it says
COMMON_SHARE, COMMON_LEAST = (
    20,
    30,
)  # a word that more than a twentieth of all records have, and more than 30, says little

_SAYS_LITTLE = frozenset(
    [
        "avec",
        "aide",
        "aider",
        "alors",
        "aussi",
        "autre",
        "autres",
        "avant",
        "avoir",
        "besoin",
        "bien",
        "cela",
        "cette",
        "ceux",
        "chez",
        "cherche",
        "chercher",
        "comme",
        "dans",
        "depuis",
        "deux",
        "donne",
        "donner",
        "elle",
        "elles",
        "encore",
        "entre",
        "etre",
        "faire",
        "faut",
        "leur",
        "leurs",
        "mais",
        "meme",
        "moins",
        "nous",
        "notre",
        "nouveau",
        "nouvelle",
        "offre",
        "offrir",
        "partie",
        "personne",
        "personnes",
        "pendant",
        "petit",
        "petite",
        "plus",
        "pour",
        "pouvoir",
        "prete",
        "preter",
        "propose",
        "proposer",
        "quand",
        "quelqu",
        "quelque",
        "quelques",
        "quoi",
        "sans",
        "selon",
        "sous",
        "sont",
        "surtout",
        "tous",
        "tout",
        "toute",
        "toutes",
        "tres",
        "trouve",
        "trouver",
        "vers",
        "votre",
        "vous",
        "about",
        "could",
        "from",
        "have",
        "help",
        "into",
        "looking",
        "lend",
        "need",
        "offer",
        "other",
        "people",
        "some",
        "someone",
        "than",
        "that",
        "their",
        "them",
        "there",
        "this",
        "what",
        "when",
        "which",
        "will",
        "with",
        "would",
        "your",
    ]
)
"""Words of titles that tell nothing of what is asked, folded."""


def matches(cell: Cell, known: Voices, present: Collection[PersonId]) -> tuple[tuple[Match, ...], tuple[Asked, ...]]:
    """Return which open needs and offers of those present may fit, those with most reasons first, and the others.

    ``present``: the others in the room; whoever sits here is too. Nobody is matched with themselves alone.
    """
    here = {*present, *({known.me} if known.me is not None else ())}
    table = _Table(cell, known, here)
    fitting = [
        (fits, need, offer)
        for need in table.needs
        for offer in table.offers
        if (fits := table.fits(need, offer)) and table.of_two_persons(need, offer)
    ]
    fitting.sort(key=lambda one: (-len(one[0]), one[1].title, one[2].title, one[1].id, one[2].id))
    found = tuple(Match(table.asked(need), table.asked(offer), fits) for fits, need, offer in fitting[:MOST_MATCHES])
    named = {asked.id for one in found for asked in (one.need, one.offer)}
    others = tuple(table.asked(view) for view in (*table.needs, *table.offers) if view.id not in named)
    return found, others


class _Table:
    """What those present need and offer, looked up once."""

    def __init__(self, cell: Cell, known: Voices, here: Collection[PersonId]) -> None:
        self._reader = cell.store.reader
        self._persons = who(cell)
        self._here = {
            self._persons.of(voice.record) for person in here if (voice := known.by_person.get(person)) and voice.record
        }
        asked = open_asked(self._reader, day_of(cell.clock.now_ms()), MOST_ASKED)
        self._whose = {view.key: _whose(self._persons, view) for view in asked}
        shown = [view for view in asked if self._present(view)]
        self.needs = [view for view in shown if view.kind == "need"]
        self.offers = [view for view in shown if view.kind == "offer"]
        self._projects = titles(self._reader, {text_of(view.fields, "project") for view in shown} - {""})
        self._said = _words_in_common(self.needs, self.offers)

    def asked(self, view: RecordView) -> Asked:
        """Return a need or an offer as it is told."""
        project = text_of(view.fields, "project")
        return Asked(
            id=view.id,
            kind=view.kind,
            title=view.title,
            until=text_of(view.fields, "until"),
            project=project,
            project_title=self._projects.get(project, ""),
            persons=self._whose[view.key],
            present=self._present(view),
        )

    def of_two_persons(self, need: RecordView, offer: RecordView) -> bool:
        """Whether two different persons who are present are behind them."""
        return len({party.id for party in (*self._present(need), *self._present(offer))}) > 1

    def fits(self, need: RecordView, offer: RecordView) -> tuple[Fit, ...]:
        """Return why these may fit; nothing when there is no reason."""
        project = text_of(need.fields, "project")
        same = project and project == text_of(offer.fields, "project")
        fits = [Fit(Why.PROJECT, self._projects.get(project, ""))] if same else []
        words = self._said.get((need.key, offer.key), ())
        return (*fits, Fit(Why.WORDS, ", ".join(words))) if words else tuple(fits)

    def _present(self, view: RecordView) -> tuple[Party, ...]:
        return tuple(party for party in self._whose[view.key] if party.id in self._here)


def _whose(persons: Persons, view: RecordView) -> tuple[Party, ...]:
    """Return of whom a need or an offer is: those it names, otherwise who wrote it."""
    named = persons.several(members_of(view.fields, "persons"))
    author = persons.author(view.device)
    return named or ((author,) if author.id else ())


def _words_in_common(
    needs: Sequence[RecordView], offers: Sequence[RecordView]
) -> dict[tuple[int, int], tuple[str, ...]]:
    """Return the words of each need's title that an offer has too, by both keys; none that most of them have."""
    found: dict[tuple[int, int], tuple[str, ...]] = {}
    saying: dict[str, list[int]] = {}
    for offer in offers:
        for word in set(_plain(f"{offer.title} {text_of(offer.fields, 'details')}").split()):
            saying.setdefault(word, []).append(offer.key)
    most = max(COMMON_LEAST, len(offers) // COMMON_SHARE)
    by_stem: dict[str, frozenset[int]] = {}
    for need in needs:
        for word in _telling_words(need.title):
            stem = _stem(_plain(word))
            if stem not in by_stem:
                alike = (keys for other, keys in saying.items() if other.startswith(stem))
                by_stem[stem] = frozenset(key for keys in alike for key in keys)
            for key in by_stem[stem] if len(by_stem[stem]) <= most else ():
                found[need.key, key] = (*found.get((need.key, key), ()), word)
    return found


def _telling_words(title: str) -> Iterable[str]:
    """Return the words of a title that tell what is asked, each once, as it is written."""
    parted = "".join(letter if letter.isalnum() else " " for letter in title.casefold())
    words = dict.fromkeys(word for word in parted.split() if len(word) >= LETTERS)
    return [word for word in words if _plain(word) not in _SAYS_LITTLE][:MOST_WORDS]


def _stem(word: str) -> str:
    """Return a word without the letter that makes it several, so that one finds many."""
    return word[:-1] if len(word) > LETTERS and word[-1] in "sx" else word


def _plain(text: str) -> str:
    """Return a text as the search index has it: without case, accents and ligatures; its words parted by blanks."""
    bare = (letter for letter in unicodedata.normalize("NFKD", folded(text).casefold()))
    return "".join(letter if letter.isalnum() else " " for letter in bare if not unicodedata.combining(letter))
