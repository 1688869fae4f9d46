"""A room as the services tell it: persons present and absent, what passed, what fits. For tests of Rencontre."""

from __future__ import annotations

from collections.abc import Sequence

from idos_p2p.ids import DeviceId, PersonId
from idos_p2p.services.room_told import (
    Absent,
    Asked,
    DecisionNews,
    Fit,
    Gathering,
    Item,
    Likely,
    Link,
    Match,
    News,
    Relay,
    RoomTold,
    Share,
    Why,
)
from idos_p2p.services.voices import Voice
from idos_p2p.views.persons import Party
from sync.presence import State
from sync.room import DeviceHere, PersonHere, Sign, SignState
from ui.desktop.presenters.present import Passed, RoomNow

NAMES = (
    "Karim Ould-Ahmed", "Élodie Garçon", "Zoë Martin", "Noël Dupré", "Fatou N’Diaye", "Jean-Baptiste Lefèvre",
    "Inès Costa", "Œdipe Roux", "Maëlys Faure", "Thuy Nguyên", "Bernadette de La Tour d’Auvergne-Lauraguais",
)  # fmt: skip


def voice(name: str) -> Voice:
    """Return somebody of that name."""
    named = name.encode()[:32].ljust(32, b".")
    return Voice(PersonId(named), named.hex(), name)


def device(name: str, state: State = State.UP_TO_DATE, remaining: int = 0, reason: str = "") -> DeviceHere:
    """Return somebody's computer in that state."""
    own = DeviceId(f"computer of {name}".encode()[:32].ljust(32, b"."))
    equal = state is State.UP_TO_DATE
    return DeviceHere(own, f"instance {name}", state, equal, remaining, reason)


def person(name: str, *devices: DeviceHere, me: bool = False) -> PersonHere:
    """Return somebody present; without devices, with one that is up to date."""
    own = devices or (() if me else (device(name),))
    return PersonHere(voice(name), me, all(one.up_to_date for one in own), own)


def room(state: SignState, persons: Sequence[PersonHere], unknown: Sequence[DeviceHere] = (), **passed: int) -> RoomNow:
    """Return a room in which these persons are, the one at this computer first; ``passed``: entries with each."""
    at = 1_795_352_700_000
    found = {
        one.device: Passed(passed.get("sent", 12), passed.get("received", 24), one.remaining, at)
        for each in persons
        for one in each.devices
        if one.device
    }
    return RoomNow(Sign(state, tuple(persons), tuple(unknown)), found, visible=True)


def exchanging() -> RoomNow:
    """Return a room in which one is up to date, one is not, and one is only seen."""
    return room(
        SignState.EXCHANGING,
        (
            PersonHere(voice("Aïcha Benali"), True, False, ()),
            person("Élodie Garçon"),
            person("Karim Ould-Ahmed", device("Karim", State.TRUSTED, 64)),
        ),
        (DeviceHere(None, "seen only", State.SEEN, False, 0, ""),),
    )


def held_up() -> RoomNow:
    """Return a room in which somebody cannot be reached."""
    unreached = device("Noël", State.SEEN, 0, "peer_unreachable")
    return room(
        SignState.HELD_UP,
        (person("Aïcha Benali", me=True), person("Élodie Garçon"), person("Noël Dupré", unreached)),
    )


def equal(others: int = 11) -> RoomNow:
    """Return a room in which everyone may leave."""
    names = [*NAMES, *(f"Personne Numéro-{number}" for number in range(len(NAMES), others))][:others]
    return room(SignState.MAY_LEAVE, (person("Aïcha Benali", me=True), *map(person, sorted(names))))


def crowd(others: int = 39, behind: int = 3) -> RoomNow:
    """Return a full room, some of whom are not up to date."""
    persons = list(equal(others).sign.persons)
    for place in range(1, behind + 1):
        name = persons[place].voice.name
        persons[place] = person(name, device(name, State.TRUSTED, 40 * place))
    return room(SignState.EXCHANGING, persons)


def _item(number: int, kind: str, title: str, by: str, project: str = "") -> Item:
    return Item(f"{number:064x}", kind, title, "2026-11-21", voice(by), "aa" * 32 if project else "", project)


def told(began_ms: int) -> RoomTold:
    """Return what is told beside the sign, on a lively evening."""
    karim, elodie, zoe, samir, lucie = map(voice, (*NAMES[:3], "Samir Haddad", "Lucie Petit"))
    garden = "Jardin partagé"
    acts = (
        _item(1, "contribution", "Semis de tomates à deux 🍅", karim.name, garden),
        _item(2, "contribution", "Tri des légumes reçus", karim.name, "Épicerie solidaire"),
        _item(3, "page", "Composter en ville", karim.name),
    )
    hers = (_item(4, "thanks", "Merci pour les bacs", elodie.name, garden),)
    brought = News(
        entries=36,
        persons=(
            Share(elodie.record, elodie.name, {"thanks": 1, "need": 1}, 2, hers),
            Share(karim.record, karim.name, {"contribution": 6, "page": 1}, 0, acts),
        ),
        projects=(
            Share("aa" * 32, garden, {"contribution": 4, "thanks": 1}, 1, (acts[0], hers[0])),
            Share("", "", {"page": 1}, 0, (acts[2],)),
        ),
        decisions=(DecisionNews("cc" * 32, "Ouvrir le jardin le dimanche", "adopted", karim),),
        joined=(zoe,),
    )
    relay = Relay("dd" * 32, lucie, karim, "2026-11-22", done=False, by=elodie)
    mine = Relay("ee" * 32, samir, voice("Aïcha Benali"), "2026-11-22", done=False, mine=True)
    absent = (
        Absent(lucie, began_ms - 9 * 86_400_000, began_ms - 9 * 86_400_000, 12, (relay,)),
        Absent(samir, began_ms - 30 * 86_400_000, began_ms - 30 * 86_400_000, 140, (mine,)),
        Absent(
            voice("Olga Ivanova"), began_ms - 86_400_000, began_ms - 86_400_000, 3, (),
            (Likely(elodie, Link.MEETING, "bb" * 32, "Assemblée d’automne", "2026-11-29"),
             Likely(karim, Link.PROJECT, "aa" * 32, garden)),
        ),
        Absent(voice("Paul Æschlimann"), None, None, None),
        Absent(voice("Thuy Nguyên"), began_ms, began_ms, 0),
    )  # fmt: skip
    need = Asked("11" * 32, "need", "Une brouette pour samedi", "2026-11-28", "aa" * 32, garden, *_parties(elodie))
    offer = Asked("22" * 32, "offer", "Je prête ma brouette", "", "aa" * 32, garden, *_parties(karim))
    other = Asked("33" * 32, "need", "Quelqu’un pour relire le bilan", "", "", "", *_parties(elodie))
    spare = Asked("44" * 32, "offer", "Cours de couture", "2026-12-20", "", "", *_parties(karim))
    fits = (Fit(Why.PROJECT, garden), Fit(Why.WORDS, "brouette"))
    return RoomTold(
        meeting=Gathering(began_ms, (elodie, karim)),
        brought=brought,
        absent=absent,
        relays=(mine,),
        matches=(Match(need, offer, fits),),
        asked=(other, spare),
    )


def _parties(one: Voice) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    party = (Party(one.record, one.name),)
    return party, party


def hostile(name: str) -> tuple[RoomNow, RoomTold]:
    """Return a room in which everything that somebody wrote is this."""
    now = room(SignState.EXCHANGING, (person("Aïcha", me=True), person(name, device("x", State.TRUSTED, 3))))
    somebody = voice(name)
    item = Item("ab" * 32, "contribution", name, "2026-11-21", somebody, "aa" * 32, name)
    share = Share("aa" * 32, name, {"contribution": 1}, 1, (item,))
    news = News(2, (share,), (share,), (DecisionNews("cc" * 32, name, "put", somebody),), (somebody,))
    likely = Likely(somebody, Link.MEETING, "bb" * 32, name, "2026-11-29")
    relay = Relay("dd" * 32, somebody, somebody, "2026-11-22", done=False, due=True)
    need = Asked("11" * 32, "need", name, "", "aa" * 32, name, *_parties(somebody))
    beside = RoomTold(
        meeting=Gathering(1_795_352_700_000, (somebody,)),
        brought=news,
        absent=(Absent(somebody, None, None, 3, (relay,), (likely,)),),
        relays=(relay,),
        matches=(Match(need, need, (Fit(Why.WORDS, name),)),),
        asked=(need,),
    )
    return now, beside
