"""The documents say what the code does: links, paths, commands, messages, limits, layers and tests are really there."""

from __future__ import annotations

import argparse
import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from idos_p2p import limits as cell_limits
from sync import inbox
from sync.protocol import limits as meeting_limits
from sync.protocol import messages
from tests.meta.tree import ROOT, files, modules, nodes
from tests.meta.tree import parse as syntax
from tests.unit.protocol.examples import a_fork_and_a_missing_body, two_logs_and_one
from ui.command.parser import parse as parse_words
from ui.words.fr import FRENCH

README = ROOT / "README.md"
COMMANDS = ROOT / "docs/commands.md"
PROTOCOL = ROOT / "sync/protocol/PROTOCOL.md"
ARCHITECTURE = ROOT / "docs/architecture.md"
DECISIONS = ROOT / "docs/decisions"
GUIDE = ROOT / "docs/guide"
INVENTED = ROOT / "ui/command/association"  # pages of the demo: data, not documents

LINK = re.compile(r"\]\(([^)\s]+)\)")
PATH = re.compile(r"(idos_p2p|sync|ui|tests|docs|requirements)/[\w./*-]*")
CONSTANT = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)+")
LIMIT_ROW = re.compile(r"^\| `([A-Z0-9_]+)` \| ([0-9,]+)( [A-Za-z]+)? \|", re.MULTILINE)
LIMITS: tuple[ModuleType, ...] = (cell_limits, meeting_limits, messages, inbox)
UNITS = {"": 1, "s": 1, "KiB": 1 << 10, "MiB": 1 << 20}
ANSWERS = (
    *("cells.py", "writing.py", "checking.py", "around.py", "papers.py", "documents.py", "keeping.py", "meeting.py"),
    *("thread.py", "note.py", "history.py", "attaching.py", "carrying.py", "demo/show.py", "identity.py", "here.py"),
    *("room.py", "attended.py"),
    *("status.py",),
)
NOT_SAID_IN_FRENCH = re.compile(
    r"\b(synchron\w*|pairs?|nœuds?|opérations?|conflits?|clés?(?! USB)|jetons?|répli\w*)\b", re.IGNORECASE
)


@cache
def documents() -> tuple[Path, ...]:
    """Return every document for people."""
    return tuple(path for path in files() if path.suffix == ".md" and not path.is_relative_to(INVENTED))


def prose(path: Path) -> str:
    """Return a document without its blocks of code."""
    return re.sub(r"^```.*?^```$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)


def code_words(path: Path) -> list[str]:
    """Return what stands between backticks."""
    return re.findall(r"`([^`\n]+)`", prose(path))


def targets(path: Path) -> Iterator[tuple[Path, str]]:
    """Yield the file and the heading of each link that leads to this project."""
    for link in LINK.findall(re.sub(r"`[^`\n]*`", "", prose(path))):
        if not re.match(r"[a-z]+:", link):
            name, _, heading = link.partition("#")
            yield (path.parent / name).resolve() if name else path, heading


def headings(path: Path) -> set[str]:
    """Return the names by which links reach the headings of a document."""
    found = re.findall(r"^#+ (.+)$", prose(path), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in found}


def test_every_link_leads_somewhere() -> None:
    broken = [
        f"{path.relative_to(ROOT)}: {target.name}#{heading}"
        for path in documents()
        for target, heading in targets(path)
        if not target.exists() or (heading and heading not in headings(target))
    ]
    assert broken == []


def test_every_document_is_reached_from_the_readme() -> None:
    reached, left = {README}, [README]
    while left:
        for target, _ in targets(left.pop()):
            if target in documents() and target not in reached:
                reached.add(target)
                left.append(target)
    assert [str(path.relative_to(ROOT)) for path in documents() if path not in reached] == []


def test_every_path_named_is_there() -> None:
    gone = [
        f"{path.relative_to(ROOT)}: {word}"
        for path in documents()
        for word in code_words(path)
        if PATH.fullmatch(word) and not any(ROOT.glob(word.rstrip("/")))
    ]
    assert gone == []


def test_the_readme_begins_with_the_two_commands() -> None:
    assert README.read_text(encoding="utf-8").startswith("```sh\n./run demo\n./run test\n```\n")


def commands(parser: argparse.ArgumentParser, name: str = "") -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Yield each command that can be given, by its whole name, and its parser."""
    groups = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not groups or (name and not groups[0].required):
        yield name, parser
    for group in groups:
        for word, below in group.choices.items():
            yield from commands(below, f"{name} {word}".strip())


@pytest.fixture
def whole_parser(monkeypatch: pytest.MonkeyPatch) -> argparse.ArgumentParser:
    """Return the parser that the command line builds."""
    built: list[argparse.ArgumentParser] = []

    def keep(parser: argparse.ArgumentParser, _words: object = None) -> argparse.Namespace:
        built.append(parser)
        return argparse.Namespace()

    monkeypatch.setattr(argparse.ArgumentParser, "parse_args", keep)
    parse_words([])
    return built[0]


def sections(path: Path) -> dict[str, str]:
    """Return what a document says under each heading of the second level."""
    parts = re.split(r"^## (.+)$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_every_command_is_documented_with_its_options(whole_parser: argparse.ArgumentParser) -> None:
    told = sections(COMMANDS)
    known = dict(commands(whole_parser))
    assert set(known) == told.keys() - {"Everywhere"}
    everywhere = told["Everywhere"]
    missing = [
        f"{name}: {option}"
        for name, parser in known.items()
        for action in parser._actions
        for option in action.option_strings
        if option not in {"-h", "--help"} and option not in everywhere and option not in told[name]
    ]
    assert missing == []


def test_every_key_of_an_answer_is_documented() -> None:
    told = COMMANDS.read_text(encoding="utf-8")
    keys = {
        key.value
        for name in ANSWERS
        for node in nodes(ROOT / "ui/command" / name)
        if isinstance(node, ast.Dict) and "options" not in map(_name, node.values)
        for key in node.keys
        if isinstance(key, ast.Constant) and isinstance(key.value, str)
    }
    assert sorted(key for key in keys if not re.search(rf'"{key}"|`{key}`|^## {key}$', told, re.MULTILINE)) == []


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def test_every_message_is_in_the_protocol() -> None:
    told = PROTOCOL.read_text(encoding="utf-8")
    assert [
        kind.__name__ for number, kind in messages._TYPES.items() if f"| {number} | {kind.__name__} |" not in told
    ] == []


def test_every_constant_named_in_a_document_exists() -> None:
    known = {
        target.id
        for path in modules()
        for node in syntax(path).body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    source = "".join(path.read_text(encoding="utf-8") for path in (*modules(), ROOT / "run"))
    unknown = [
        f"{path.relative_to(ROOT)}: {word}"
        for path in documents()
        for word in code_words(path)
        if CONSTANT.fullmatch(word) and word not in known and not (word.startswith("IDOS_") and word in source)
    ]
    assert unknown == []


def test_limits_have_the_values_that_documents_give() -> None:
    rows = [row for path in documents() for row in LIMIT_ROW.findall(path.read_text(encoding="utf-8"))]
    given = {(name, int(number.replace(",", "")) * UNITS[unit.strip()]) for name, number, unit in rows}
    real = {(name, getattr(module, name)) for module in LIMITS for name, _ in given if hasattr(module, name)}
    assert given == real
    assert len(given) >= 10


EXAMPLES = {
    "An example, byte by byte": two_logs_and_one,
    "A fork and a missing body, byte by byte": a_fork_and_a_missing_body,
}


@pytest.mark.parametrize("heading", EXAMPLES)
def test_the_examples_of_the_protocol_are_what_the_code_says(heading: str) -> None:
    example = sections(PROTOCOL)[heading]
    drawn = "".join(line + "\n" for line in example.splitlines() if line.startswith("    "))
    shown = "".join(re.findall(r"\b(?:[0-9a-f]{2})+\b", drawn))
    assert shown == b"".join(EXAMPLES[heading]()).hex()


def test_the_layers_are_those_of_the_contracts() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    told = " ".join(ARCHITECTURE.read_text(encoding="utf-8").split())
    layers = {contract["id"]: contract["layers"] for contract in contracts if contract["type"] == "layers"}
    untrue = [name for name, rows in layers.items() if re.sub(r"[()]", "", " > ".join(rows)) not in told]
    assert untrue == []


def test_every_test_named_in_a_document_exists() -> None:
    known = {node.name for path in modules("tests") for node in nodes(path) if isinstance(node, ast.FunctionDef)}
    known |= {node.name for path in modules("tests") for node in nodes(path) if isinstance(node, ast.AsyncFunctionDef)}
    named = {word for path in documents() for word in code_words(path) if re.fullmatch(r"test_\w+", word)}
    assert sorted(named - known) == []
    assert len(named) >= 40


def test_decisions_are_numbered_without_a_hole_and_of_one_shape() -> None:
    pages = sorted(DECISIONS.glob("[0-9]*.md"))
    assert [page.name[:4] for page in pages] == [f"{number:04}" for number in range(1, len(pages) + 1)]
    for page in pages:
        assert page.read_text(encoding="utf-8").startswith(f"# {page.name[:4]}. "), page.name
        assert list(sections(page)) == ["Context", "Decision", "Consequences", "What would change our mind"], page.name
    index = (DECISIONS / "README.md").read_text(encoding="utf-8")
    assert [page.name for page in pages if f"({page.name})" not in index] == []


def test_decisions_that_the_code_names_exist() -> None:
    named = re.compile(r"ADR (\d{4})|docs/decisions/(\d{4}-[\w-]+\.md)")
    gone = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in modules()
        for match in named.finditer(path.read_text(encoding="utf-8"))
        if not any(DECISIONS.glob(match.group(2) or f"{match.group(1)}-*.md"))
    ]
    assert gone == []


def test_the_guide_names_what_stands_on_the_screen() -> None:
    sentences = {
        part for said in FRENCH.sentences.values() for part in ([said] if isinstance(said, str) else [said.other])
    }
    spoken = " | ".join(sentences).replace("'", "’")
    unsaid = [
        f"{path.name}: {label}"
        for path in GUIDE.glob("*.md")
        for label in re.findall(r"\*\*([^*]+)\*\*", path.read_text(encoding="utf-8"))
        if not label.endswith(".") and re.sub(r"\s+", " ", label) not in spoken
    ]
    assert unsaid == []


def test_the_guide_says_the_words_of_people() -> None:
    found = [
        f"{path.name}: {match.group()}"
        for path in GUIDE.glob("*.md")
        for match in NOT_SAID_IN_FRENCH.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == []
