"""The words of deciding on the command line (design §8): proposals, answers, circles, and who belongs."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from idos_p2p.governance.acts import Answer, Ground
from idos_p2p.governance.matters import Chamber
from idos_p2p.records.kinds import ROUNDS

Add = Callable[[str, str], argparse.ArgumentParser]
MATTERS = ("text", "confirm", "exclude", "rest", "rebind", "chambers", "charter", "forget", "ratify")


def of_decisions(add: Add) -> None:
    """Give the commands of ``decide``."""
    _proposing(add)
    _answering(add)
    circle = add("circle", "name, show or leave the two circles of a project")
    circle.add_argument("project", metavar="PROJECT")
    _seats(circle)
    circle.add_argument("--leave", action="store_true", help="leave both circles")
    for name, about in (
        ("show", "a proposal: its state, its chambers, each answer, what is missing, and the acts behind it"),
        ("enact", "certify that a proposal is adopted"),
        ("close", "withdraw a proposal"),
    ):
        add(name, about).add_argument("id", metavar="ID")
    listing = add("list", "proposals and decisions, the newest first")
    listing.add_argument("--project", default="", metavar="ID")
    listing.add_argument("--state", default="", metavar="STATE", help="open, adopted, under review, closed …")
    listing.add_argument("--waiting", action="store_true", help="what waits for the person at this computer")


def of_the_cell(add: Add) -> None:
    """Give the commands of ``cell`` by which the group decides who belongs."""
    admit = add("admit", "bring in a person without a computer, as a guest")
    admit.add_argument("name", metavar="NAME")
    admit.add_argument("--chamber", choices=[one.value for one in Chamber], default=Chamber.CONCERNED.value)
    admit.add_argument("--record", default="", metavar="ID", help="the record that others wrote about them")
    rest = add("rest", "answer no proposal for a while")
    rest.add_argument("--back", action="store_true", help="answer again")
    confirming = add("confirm", "propose that a guest has a voice, and consent to it")
    excluding = add("exclude", "propose to put a person out, and consent to it")
    for command in (confirming, excluding):
        command.add_argument("person", metavar="PERSON")
    resting = add("put-to-rest", "propose that persons of whom nobody hears rest, and consent to it")
    resting.add_argument("persons", nargs="+", metavar="PERSON")
    seating = add("chambers", "propose where persons sit, and consent to it")
    _seats(seating)
    charter = add("charter", "propose a page as the charter, and consent to it")
    charter.add_argument("page", metavar="PAGE")
    forgetting = add("forget", "propose to erase records for good, whoever wrote them, and consent to it")
    forgetting.add_argument("records", nargs="*", metavar="ID")
    forgetting.add_argument("--person", default="", metavar="PERSON", help="all that is theirs or tells about them")
    for command in (confirming, excluding, resting, seating, charter, forgetting):
        command.add_argument("--title", default="", metavar="TITLE", help="otherwise in a few words of ours")
        _text(command)


def _proposing(add: Add) -> None:
    propose = add("propose", "write the text of a proposal and put it to both chambers")
    propose.add_argument("title", nargs="?", default="", metavar="TITLE")
    propose.add_argument("--project", default="", metavar="ID", help="to the circles of this project")
    propose.add_argument("--record", default="", metavar="ID", help="put a text that is written already")
    propose.add_argument("--draft", action="store_true", help="only write the text; others may edit it until it is put")
    propose.add_argument("--matter", choices=MATTERS, default="text")
    propose.add_argument("--person", action="append", default=[], metavar="PERSON", dest="persons")
    propose.add_argument("--guest", default="", metavar="PERSON", help="of rebind: whose computer it is by now")
    propose.add_argument("--gone", action="append", default=[], metavar="PERSON", help="of chambers: out of them")
    propose.add_argument("--forget", action="append", default=[], metavar="ID", dest="records")
    propose.add_argument("--decision", default="", metavar="ID", help="of ratify: the disputed decision")
    _seats(propose)
    amend = add("amend", "put a new version, which asks for consent again")
    amend.add_argument("id", metavar="ID")
    amend.add_argument("--title", default=None, metavar="TITLE")
    amend.add_argument(
        "--integrated", nargs=2, action="append", default=[], metavar=("COMMENT", "WORDS"), help="how it was taken up"
    )
    for command in (propose, amend):
        _text(command)


def _answering(add: Add) -> None:
    say = add("say", "answer a proposal")
    say.add_argument("id", metavar="ID")
    say.add_argument("answer", choices=[one.value for one in Answer])
    say.add_argument("words", nargs="?", default="", metavar="WORDS", help="why; of an objection, needed")
    say.add_argument("--ground", choices=[one.value for one in Ground if one.value], default="")
    say.add_argument("--for", default="", metavar="PERSON", dest="voter", help="somebody without a computer, who spoke")
    countersign = add("countersign", "say that you heard a spoken answer, too")
    contest = add("contest", "say that you did not speak the answer recorded in your name")
    for command in (countersign, contest):
        command.add_argument("ballot", metavar="BALLOT")
    reply = add("reply", "ask about a proposal, react to it, or say how an objection was taken up")
    reply.add_argument("id", metavar="ID", help="of a proposal; to say how it was taken up, of the objection's comment")
    reply.add_argument("words", metavar="WORDS")
    reply.add_argument("--round", choices=[one for one in ROUNDS if one != "objection"], default="reaction")
    reply.add_argument("--from", default="", metavar="PERSON", dest="teller", help="whose words these are")


def _seats(parser: argparse.ArgumentParser) -> None:
    for seat in Chamber:
        parser.add_argument(f"--{seat.value}", action="append", default=[], metavar="PERSON")


def _text(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--body", default=None, metavar="TEXT")
    parser.add_argument("--review", default="", metavar="DAY", help="when it comes back; otherwise in a year")
