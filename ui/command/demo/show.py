"""The story of the demo: found, invite, write apart, meet in one room, attest, leave with the same cell."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import threading
import time
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from idos_p2p.errors import BugError
from idos_p2p.records.kinds import BY_NAME
from ui.command.demo.cast import CELL_NAME, COMMON, Role, cast
from ui.command.demo.member import LOOPBACK, Member
from ui.command.text import tell
from ui.command.window import has_screen, open_window, picture
from ui.words.catalogue import Words

ROOM_SECONDS = 300.0  # twenty laptops on two busy cores are equal well before
OPENING_SECONDS = 60.0
JOIN_WAIT = "60"
PICTURED = 1  # the second member: someone who did not found the cell


def demo(options: Namespace, said: Words) -> int:
    """Play the story, print what each member brought and received, and return 0 when all are equal."""
    roles = cast(options.members)
    folder = Path(options.keep).absolute() if options.keep else Path(tempfile.mkdtemp(prefix="idos-demo-"))
    folder.mkdir(parents=True, exist_ok=True)
    stage = _Stage(folder, roles, said)
    try:
        document = stage.play()
        document["picture"] = _picture(stage.members[PICTURED], folder, said, keep=bool(options.keep))
        _print(document, said, as_json=options.json)
        if document["equal"] and (options.window or (has_screen() and not options.json)):
            open_window(stage.members[PICTURED].around, options, said.language.code)
    finally:
        stage.clear()
        if not options.keep:
            shutil.rmtree(folder, ignore_errors=True)
    return 0 if document["equal"] else 1


class _Stage:
    def __init__(self, folder: Path, roles: Sequence[Role], said: Words) -> None:
        self._said = said
        self._news = threading.Condition()
        self.members = [
            Member(role, folder / f"{position + 1:02d}", self._heard) for position, role in enumerate(roles)
        ]
        self._started = time.monotonic()

    def play(self) -> dict[str, Any]:
        """Play the acts in order and return the result."""
        self._first_evening()
        brought = self._apart()
        seconds = self._room()
        attested = self._attest_each_other()
        shown = [member.ask("cell show") for member in self.members]
        listings = [_everything(member) for member in self.members]
        equal = len({show["digest"] for show in shown}) == 1 and all(each == listings[0] for each in listings)
        for member in self.members:
            member.leave_room()
        return {
            "equal": equal,
            "members": [
                {"name": member.role.name, "brought": count, "received": member.received, "digest": show["digest"]}
                for member, count, show in zip(self.members, brought, shown, strict=True)
            ],
            "attested": attested,
            "entries": shown[0]["entries"],
            "seconds": round(seconds, 2),
            "seconds_in_all": round(time.monotonic() - self._started, 2),
            "bytes": sum(member.bytes_out for member in self.members),
        }

    def clear(self) -> None:
        """Leave no process behind."""
        for member in self.members:
            member.abandon()

    def _first_evening(self) -> None:
        founder, newcomers = self.members[0], self.members[1:]
        self._progress("demo_founding", name=founder.role.name)
        founder.person = founder.do("cell", "create", CELL_NAME, "--as", founder.role.name)["person"]
        founder.do("import", str(COMMON))
        link = founder.do("cell", "invite", "--uses", str(len(newcomers)))["link"]
        founder.enter_room()
        self._wait(founder.listening, founder)
        for member in newcomers:
            self._progress("demo_joining", name=member.role.name)
            words = ("--as", member.role.name, "--interface", LOOPBACK, "--wait", JOIN_WAIT)
            member.person = member.do("cell", "join", link, *words)["person"]
        founder.leave_room()
        founder.received = founder.bytes_out = 0

    def _apart(self) -> list[int]:
        """Let each write alone, all at the same time; return how many entries each brings to the room."""
        self._progress("demo_apart")
        brought = [0] * len(self.members)
        rounds = max(len(member.role.folders) for member in self.members)
        for turn in range(max(1, rounds)):
            writing = [
                (position, member, words, member.start(*words))
                for position, member in enumerate(self.members)
                if (words := _notebook(member.role, turn))
            ]
            for position, member, words, process in writing:
                document = member.finish(process, words)
                if document.get("faults"):
                    raise BugError("demo_import_faults", who=member.role.name, faults=document["faults"][:3])
                brought[position] += document.get("entries", 1)
        return brought

    def _room(self) -> float:
        """Open every laptop in one room and return the seconds until all hold the same."""
        self._progress("demo_room", count=len(self.members))
        for member in self.members:
            member.enter_room()
        for member in self.members:
            self._wait(member.listening, member)
        return self._until_equal()

    def _attest_each_other(self) -> int:
        """Let two say of what the other noted that they were there; return how many acts that proves, once all know."""
        first, second = self.members[:2]
        self._progress("demo_attesting", one=first.role.name, other=second.role.name)
        for member, other in ((first, second), (second, first)):
            for act in _together(member, other):
                words = {"words": "", "minutes": None, "teller": ""}
                member.ask("attest", id=act["id"], says="present", date=act["day"], **words)
        self._until_equal()
        return sum(_recognised(self.members[-1], member.person)["attested_acts"] for member in (first, second))

    def _until_equal(self) -> float:
        """Wait until all hold the same, for so long at most; return the seconds that it took."""
        opened = time.monotonic()
        deadline = opened + ROOM_SECONDS
        equal = 0
        while True:
            with self._news:
                self._news.wait(timeout=1.0)
            digests = [member.ask("cell show")["digest"] for member in self.members]
            most = max(digests.count(digest) for digest in digests)
            if most != equal:
                self._progress("demo_equal", equal=most, count=len(self.members))
                equal = most
            if most == len(self.members):
                return time.monotonic() - opened
            if time.monotonic() > deadline:
                return time.monotonic() - opened

    def _wait(self, reached: threading.Event, member: Member) -> None:
        if not reached.wait(OPENING_SECONDS):
            raise BugError("demo_command_failed", who=member.role.name, words="serve", said="")

    def _heard(self) -> None:
        with self._news:
            self._news.notify_all()

    def _progress(self, key: str, **fields: object) -> None:
        elapsed = time.monotonic() - self._started
        print(f"{elapsed:6.1f} s  {self._said.say(key, **fields)}", file=sys.stderr, flush=True)


def _notebook(role: Role, turn: int) -> tuple[str, ...]:
    """Return what a member writes at this turn: their next notebook, or a first page for who keeps none."""
    if turn < len(role.folders):
        return ("import", str(role.folders[turn]))
    if turn == 0:
        return ("add", "page", f"title=Premiers pas de {role.name}", "body=Je découvre la cellule.")
    return ()


def _together(member: Member, other: Member) -> list[dict[str, Any]]:
    """Return what the other noted of what both did, as the member's computer knows it."""
    acts = _recognised(member, member.person)["items"]
    return [act for act in acts if act["author"] == other.person and other.person in act["others"]]


def _recognised(member: Member, person: str) -> Any:
    return member.ask("recognition", person=person, year=None, first=None, last=None)


def _everything(member: Member) -> list[Any]:
    return [member.ask("list", kind=kind, where=[], limit=1_000_000) for kind in sorted(BY_NAME)]


def _picture(member: Member, folder: Path, said: Words, *, keep: bool) -> str:
    place = folder if keep else Path(tempfile.mkdtemp(prefix="idos-picture-"))
    return str(picture(member.around, place / "idos-demo.png", said.language.code))


def _print(document: dict[str, Any], said: Words, *, as_json: bool) -> None:
    print(json.dumps(document, ensure_ascii=False) if as_json else tell("demo", document, said))
