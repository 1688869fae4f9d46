"""The words of the command line (design §8), parsed into plain options that can travel to another process."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence
from datetime import MAXYEAR, MINYEAR, date
from pathlib import Path
from typing import NamedTuple, NoReturn

from idos_p2p.errors import RefusedError
from idos_p2p.limits import INVITE_DAYS, TERM
from idos_p2p.papers.formats import Format
from idos_p2p.records.kinds import BY_NAME, ROLES
from sync.discovery.addresses import ANYWHERE, Endpoint
from ui.command import carry_words, decide_words, identity_words, pairing_words
from ui.command.values import Assignment, read_assignment

WAIT_SECONDS = 10.0
LIST_LIMIT = 100_000
STORY_LIMIT = 50
DEMO_MEMBERS = 5
SAYS = ("present", "right", "correction")


class WrongWordsError(Exception):
    """The words do not fit the command; the message says which."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise WrongWordsError(f"{self.prog}: {message}")


class _Group:
    """The commands at one level; each knows its full name and takes the shared options."""

    def __init__(self, parser: _Parser, prefix: str = "", *, required: bool) -> None:
        self._commands = parser.add_subparsers(metavar="COMMAND", required=required, parser_class=_Parser)
        self._prefix = prefix

    def add(self, name: str, about: str) -> _Parser:
        parser: _Parser = self._commands.add_parser(name, help=about, description=about)
        _shared(parser, top=False)
        parser.set_defaults(command=self._prefix + name)
        return parser

    def group(self, name: str, about: str, *, required: bool = True) -> _Group:
        parser: _Parser = self._commands.add_parser(name, help=about, description=about)
        _shared(parser, top=False)
        parser.set_defaults(command=name)
        return _Group(parser, f"{name} ", required=required)


def parse(words: Sequence[str]) -> argparse.Namespace:
    """Return the options of these words; raise WrongWordsError when they do not fit.

    Only the commands that these words could mean are built; words that fit none of them are read again with all
    commands built, so that what is said of them is whole.
    """
    meant = [branch for branch in _BRANCHES if not branch.names.isdisjoint(words)]
    if not meant or not _HELP.isdisjoint(words):
        return _parsed(words, _BRANCHES)
    try:
        return _parsed(words, meant)
    except WrongWordsError:
        return _parsed(words, _BRANCHES)


def _parsed(words: Sequence[str], branches: Iterable[_Branch]) -> argparse.Namespace:
    parser = _Parser(prog="idos-p2p", description="Local-first records of an association, from peer to peer.")
    _shared(parser, top=True)
    parser.set_defaults(command="window", interfaces=[], no_discovery=False, log_file=None)
    commands = _Group(parser, required=False)
    for branch in branches:
        branch.build(commands)
    options = parser.parse_args(list(words))
    options.shows_code = pairing_words.shows_code(options)
    return options


def _shared(parser: argparse.ArgumentParser, *, top: bool) -> None:
    """Options that may stand before or after the command."""
    absent = None if top else argparse.SUPPRESS
    parser.add_argument("--home", type=Path, default=absent, metavar="DIR", help="where everything is kept")
    parser.add_argument("--cell", default=absent, metavar="ID", help="which cell, where there are several")
    parser.add_argument("--json", action="store_true", default=False if top else argparse.SUPPRESS)


def _faces(commands: _Group) -> None:
    _interfaces(commands.add("window", "open the window"))
    commands.add("pictures", "write a PNG of every screen").add_argument("folder", type=Path, metavar="DIR")
    _demo(commands.add("demo", "show the whole path with an invented association"))


def _demo(parser: argparse.ArgumentParser) -> None:
    parser.set_defaults(interfaces=["127.0.0.1"], no_discovery=False)
    parser.add_argument("--members", type=int, default=DEMO_MEMBERS, metavar="N")
    parser.add_argument("--window", action="store_true", help="open the window on one member at the end")
    parser.add_argument("--keep", type=Path, default=None, metavar="DIR", help="keep the homes here")


def _cells(commands: _Group) -> None:
    cell = commands.group("cell", "the cell itself")
    create = cell.add("create", "found a cell")
    create.add_argument("name", metavar="NAME")
    _person(create)
    create.add_argument("--term", default=TERM, metavar="DATE", help="the day the cell ends, at the latest " + TERM)
    create.add_argument(
        "--from", dest="source", type=_whole_path, default=None, metavar="DIR", help="anew, from an export"
    )
    cell.add("show", "what the cell is, and how far its logs go")
    members = cell.add("members", "who belongs")
    members.add_argument("--why", action="store_true", help="by which acts")
    invite = cell.add("invite", "write an invitation and show its link")
    invite.add_argument("--uses", type=int, default=1, metavar="N")
    invite.add_argument("--days", type=int, default=INVITE_DAYS, metavar="N")
    pairing_words.of_an_invitation(invite, _interfaces)
    join = cell.add("join", "join a cell with an invitation link, or with a code that was said")
    join.add_argument("link", metavar="LINK|CODE")
    _person(join)
    _finding(join)
    identity_words.of_the_cell(cell.add)
    decide_words.of_the_cell(cell.add)


def _persons(commands: _Group) -> None:
    identity_words.of_homes(commands.group("home", "the persons of this computer").add)
    decide_words.of_decisions(commands.group("decide", "deciding together, by consent").add)
    pairing_words.of_devices(commands.group("device", "your computers in the cell").add, _interfaces, _finding)


def _person(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--as", dest="person", required=True, metavar="NAME", help="how you call yourself")
    parser.add_argument("--role", action="append", default=[], choices=ROLES, dest="roles")


def _records(commands: _Group) -> None:
    add = commands.add("add", "write a record")
    add.add_argument("kind", metavar="KIND", help=", ".join(sorted(BY_NAME)))
    add.add_argument("assignments", nargs="*", type=_assignment, metavar="FIELD=VALUE")
    change = commands.add("set", "change fields of a record")
    change.add_argument("id", metavar="ID")
    change.add_argument("assignments", nargs="+", type=_assignment, metavar="FIELD=VALUE")
    listing = commands.add("list", "records of a kind")
    listing.add_argument("kind", metavar="KIND", choices=sorted(BY_NAME))
    listing.add_argument("--where", action="append", default=[], type=_condition, metavar="FIELD=VALUE")
    listing.add_argument("--limit", type=int, default=LIST_LIMIT, metavar="N")
    show = commands.add("show", "one record")
    show.add_argument("id", metavar="ID")
    search = commands.add("search", "find records by their words")
    search.add_argument("words", nargs="+", metavar="WORDS")
    search.add_argument("--kind", action="append", default=[], choices=sorted(BY_NAME), dest="kinds")


def _papers(commands: _Group) -> None:
    importing = commands.add("import", "bring in CSV and Markdown files (docs/import.md)")
    importing.add_argument("directory", type=_whole_path, metavar="DIR")
    importing.add_argument("--preview", action="store_true", help="say what would be written, and write nothing")
    exporting = commands.add("export", "write everything as files for other programs (docs/export.md)")
    exporting.add_argument("directory", type=_whole_path, metavar="DIR")
    exporting.add_argument("--format", choices=[each.value for each in Format], default=Format.JSON.value)
    exporting.add_argument("--headings", choices=["fr", "en"], default="fr", help="the language of tables and names")
    exporting.add_argument("--person", default="", metavar="ID", help="what concerns this person, and nothing else")


def _stories(commands: _Group) -> None:
    around = commands.add("around", "everything that links a person to others")
    around.add_argument("person", metavar="PERSON", help="the id of a person; of a project or a gift as well")
    around.add_argument("--since", type=_day, default=None, metavar="DAY")
    around.add_argument("--graph", action="store_true", help="as a picture, too: of the last three months unless said")
    around.add_argument("--limit", type=int, default=STORY_LIMIT, metavar="N")
    around.add_argument("--before", type=_place, default=None, metavar="NEXT", help="go on where an answer ended")
    commands.add("project", "a project's page").add_argument("id", metavar="ID")
    agenda = commands.add("agenda", "meetings, from today on unless said")
    agenda.add_argument("--from", type=_day, default=None, metavar="DAY", dest="first")
    agenda.add_argument("--to", type=_day, default=None, metavar="DAY", dest="last")
    agenda.add_argument("--person", default="", metavar="ID", help="those that this person signed up for, or came to")
    agenda.add_argument("--ics", type=_whole_path, default=None, metavar="FILE", help="for other calendars, too")
    commands.add("page", "a page, and what leads from and to it").add_argument("id", metavar="ID")
    signup = commands.add("signup", "sign up for a meeting")
    signup.add_argument("meeting", metavar="MEETING")
    signup.add_argument("--slot", default="", metavar="SLOT")
    signup.add_argument("--person", action="append", default=[], metavar="ID", dest="persons", help="somebody else")
    signup.add_argument("--words", default="", metavar="WORDS")


def _threads(commands: _Group) -> None:
    thread = commands.add("thread", "from a gift to its effect, and back")
    thread.add_argument("id", metavar="ID", help="a gift, a use, an act, a person or a project")
    gifts = commands.add("gifts", "what was given, and what became of it")
    recognition = commands.add("recognition", "what recognises a person, and what proves it")
    recognition.add_argument("person", metavar="PERSON")
    compass = commands.add("compass", "how far the cell lives its values")
    compass.add_argument("--records", default="", metavar="MEASURE", help="one measure, with the records behind it")
    for command in (thread, gifts, recognition, compass):
        command.add_argument("--year", type=_year, default=None, metavar="Y")
    for command in (thread, gifts, recognition):
        command.add_argument("--from", type=_day, default=None, metavar="DAY", dest="first")
        command.add_argument("--to", type=_day, default=None, metavar="DAY", dest="last")
    _gesture(commands)


def _gesture(commands: _Group) -> None:
    note = commands.add("note", "note what several did together")
    note.add_argument("what", nargs="?", default="", metavar="WHAT")
    note.add_argument("--who", nargs="+", default=[], metavar="ID", dest="persons")
    note.add_argument("--project", default="", metavar="ID")
    note.add_argument("--meeting", default="", metavar="ID", help="whoever came to it, unless --who says")
    note.add_argument("--skill", action="append", default=[], metavar="WORD", dest="skills")
    note.add_argument("--each", action="store_true", help="a contribution each, not one of them all")
    note.add_argument("--last", action="store_true", help="as last time, but for what is said here")
    note.add_argument("--thanks", default="", metavar="WORDS", help="thank them in the same step")
    note.add_argument("--preview", action="store_true", help="say what would be written, and write nothing")
    thank = commands.add("thank", "thank somebody")
    thank.add_argument("persons", nargs="+", metavar="PERSON")
    thank.add_argument("words", metavar="WORDS")
    thank.add_argument("--about", default="", metavar="ID", help="for which act")
    attest = commands.add("attest", "say of an act or an effect that it was so, or how it was")
    attest.add_argument("id", metavar="ID")
    attest.add_argument("--says", default="right", choices=SAYS)
    attest.add_argument("--words", default="", metavar="WORDS")
    for command in (note, attest):
        command.add_argument("--minutes", type=int, default=None, metavar="N")
    for command in (thank, attest):
        command.add_argument("--from", default="", metavar="PERSON", dest="teller", help="whose words these are")
    for command in (note, thank, attest):
        command.add_argument("--date", type=_day, default=None, metavar="DAY")


def _history(commands: _Group) -> None:
    commands.add("history", "who changed what in a record, and when").add_argument("id", metavar="ID")
    commands.add("undo", "take back what was written last on this computer")
    commands.add("redo", "write again what undo took back")
    restore = commands.add("restore", "bring a record back to what it was at an entry of its history")
    restore.add_argument("id", metavar="ID")
    restore.add_argument("entry", metavar="ENTRY")
    commands.add("remove", "put a record in the bin").add_argument("id", metavar="ID")
    commands.add("put-back", "take a record out of the bin").add_argument("id", metavar="ID")
    bin_ = commands.add("bin", "what is in the bin, and for how long")
    bin_.add_argument("--empty", action="store_true", help="erase one's own records that are past 30 days")
    erase = commands.add("erase", "take back a record of one's own, or all of them, from every computer, for good")
    erase.add_argument("id", metavar="ID|PERSON")
    commands.add("register", "what is kept of persons, why, and for how long")
    due = commands.add("due", "what has been kept for as long as it may be")
    due.add_argument("--on", metavar="DATE", default="", help="on another day than today")


def _attachments(commands: _Group) -> None:
    attach = commands.add("attach", "attach a copy of a file to a record")
    attach.add_argument("id", metavar="ID")
    attach.add_argument("file", type=_whole_path, metavar="FILE")
    commands.add("attachments", "the files attached to a record").add_argument("id", metavar="ID")
    detach = commands.add("detach", "take an attachment away from a record")
    save = commands.add("save", "write an attachment into a folder")
    for parser in (detach, save):
        parser.add_argument("id", metavar="ID")
        parser.add_argument("name", metavar="NAME|HASH")
    save.add_argument("directory", type=_whole_path, metavar="DIR")


def _meetings(commands: _Group) -> None:
    serve = commands.add("serve", "meet others until told to stop")
    serve.add_argument("--listen", type=_listening, default=ANYWHERE, metavar="HOST:PORT", help="port 0: any")
    _interfaces(serve)
    serve.add_argument("--log", type=Path, default=None, metavar="FILE", dest="log_file", help="instead of stderr")
    commands.add("status", "how the process that holds this home is doing")
    sync = commands.add("sync", "meet others now, until all are equal")
    _finding(sync)
    meeting = commands.group("meeting", "meeting others")
    _finding(meeting.add("check", "find out why somebody does not appear"))
    room = commands.group("room", "who is here and up to date, what the meeting brought, who is absent", required=False)
    chosen = room.add("carry", "say who brings somebody absent what they lack")
    chosen.add_argument("absent", metavar="ABSENT", help="a person's id")
    chosen.add_argument("carrier", metavar="CARRIER", help="a person's id")
    room.add("end", "end the meeting under way")
    carry_words.of_carrying(commands.group("carry", "the cell in a file, for a USB key, or in a shared folder").add)


def _finding(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--peer", action="append", default=[], type=_endpoint, metavar="HOST:PORT", dest="peers")
    _interfaces(parser)
    parser.add_argument(
        "--wait", type=float, default=WAIT_SECONDS, metavar="SECONDS", help="how long to look for others"
    )


def _interfaces(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--interface", action="append", default=[], metavar="ADDRESS", dest="interfaces")
    parser.add_argument("--no-discovery", action="store_true", help="only the addresses given")


def _upkeep(commands: _Group) -> None:
    check = commands.add("check", "is what this computer holds sound?")
    check.add_argument("--deep", action="store_true", help="verify every entry, and every view against the log")
    commands.add("rebuild", "make the views anew from the log")
    commands.add("repair", "make a damaged cell sound: keep what can be read, set the damaged file aside")
    copy = commands.group("copy", "copies of the cell")
    make = copy.add("make", "write a copy, with the keys that open it")
    make.add_argument("path", type=_whole_path, metavar="PATH")
    restore = copy.add("restore", "put a copy back; the present state is set aside")
    restore.add_argument("path", type=_whole_path, metavar="PATH")
    copy.add("list", "the copies of the last days")


def _assignment(text: str) -> Assignment:
    try:
        return read_assignment(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _condition(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError(f"{text!r} is not FIELD=VALUE")
    return name, value


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day, as 2026-11-28") from error


def _place(text: str) -> str:
    from idos_p2p.views.around import Cursor

    try:
        Cursor.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not the end of an answer") from error
    return text


def _year(text: str) -> int:
    if text.isascii() and text.isdigit() and MINYEAR <= int(text) <= MAXYEAR:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a year, as 2026")


def _endpoint(text: str) -> str:
    try:
        return str(Endpoint.parse(text))
    except RefusedError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not HOST:PORT") from error


def _listening(text: str) -> Endpoint:
    """Return where to listen; the port may be 0 here, for one that is free."""
    host, _, port = text.rpartition(":")
    endpoint = Endpoint.parse(_endpoint(f"{host}:1" if port == "0" else text))
    return Endpoint(endpoint.host, 0) if port == "0" else endpoint


def _whole_path(text: str) -> str:
    return str(Path(text).absolute())


class _Branch(NamedTuple):
    """Commands that are built together, by their first words."""

    names: frozenset[str]
    build: Callable[[_Group], None]


_HELP = frozenset({"-h", "--help"})

_BRANCHES = tuple(
    _Branch(frozenset(names.split()), build)
    for names, build in (
        ("window pictures demo", _faces),
        ("cell", _cells),
        ("home decide device", _persons),
        ("add set list show search", _records),
        ("around project agenda page signup", _stories),
        ("thread gifts recognition compass note thank attest", _threads),
        ("history undo redo restore remove put-back bin erase register due", _history),
        ("attach attachments detach save", _attachments),
        ("import export", _papers),
        ("serve status sync carry", _meetings),
        ("check rebuild repair copy", _upkeep),
    )
)
