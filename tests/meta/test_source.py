"""Rules of style that no off-the-shelf tool checks (docs: style)."""

from __future__ import annotations

import ast
import io
import re
import tokenize
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from tests.meta.tree import PACKAGES, ROOT, called, modules, nodes, parse, where
from ui.command.table import APART, ON_CELL

EVERYWHERE = (*PACKAGES, "tests", "requirements", "bench", "packaging")

MAX_MODULE_LINES = 400
MAX_MODULE_LINES_WITH_REASON = 500
MAX_FUNCTION_LINES = 60
LONG_MODULES: dict[str, str] = {}  # path: why it may pass 400 lines

TYPE_IGNORES = {"packages": 0, "tests": 4}  # may only fall: lower it when you remove one

VAGUE_NAMES = {"utils", "util", "helpers", "helper", "misc", "common", "manager", "managers", "stuff", "tools", "lib"}

SQL = re.compile(
    r"\s*(SELECT\s|INSERT\s+(OR\s+\w+\s+)?INTO\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s|REPLACE\s+INTO\s|PRAGMA\s"
    r"|(CREATE|DROP|ALTER)\s+(UNIQUE\s+|VIRTUAL\s+|TEMP\s+)?(TABLE|INDEX|TRIGGER|VIEW)\s)"
)
SQL_HOMES = ("idos_p2p/store/", "idos_p2p/views/")

WAITS = {"time.sleep", "sleep", "qtbot.wait", "QTest.qWait", "QTest.qSleep", "QThread.sleep", "QThread.msleep"}
TRANSLATES = {"tr", "translate", "QT_TRANSLATE_NOOP", "ngettext", "gettext", "_"}

# Marks that make source read otherwise than it runs: directions, and letters of no width.
HIDDEN = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]")


def test_modules_stay_short() -> None:
    lengths = {where(path, 1)[:-2]: len(path.read_text().splitlines()) for path in modules(*EVERYWHERE)}
    long = {name: lines for name, lines in lengths.items() if lines > MAX_MODULE_LINES and name not in LONG_MODULES}
    assert long == {}
    assert [name for name, lines in lengths.items() if lines > MAX_MODULE_LINES_WITH_REASON] == []


def test_functions_stay_short() -> None:
    long = [
        f"{where(path, node)} {node.name} {node.end_lineno - node.lineno + 1}"
        for path in modules(*EVERYWHERE)
        for node in nodes(path)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno + 1 > MAX_FUNCTION_LINES
    ]
    assert long == []


def test_no_module_has_a_vague_name() -> None:
    vague = [where(path, 1) for path in modules(*EVERYWHERE) if {path.stem, path.parent.name} & VAGUE_NAMES]
    assert vague == []


def test_no_module_is_imported_behind_the_back_of_import_linter() -> None:
    dynamic = {"importlib.import_module", "import_module", "__import__", "importlib.util.spec_from_file_location"}
    table = ROOT / "ui/command/table.py"
    named = {f"ui.command.{name}" for name in ON_CELL} | {f"ui.command.{name}_text" for name in (*ON_CELL, *APART)}
    shown = {
        f"{node.module}.{alias.name}"
        for node in nodes(table)
        if isinstance(node, ast.ImportFrom) and node.module == "ui.command"
        for alias in node.names
    }
    assert shown == named
    others = [path for path in modules() if path != table]
    assert [where(path, node) for path in others for node in nodes(path) if called(node) in dynamic] == []


def test_translated_sentences_are_whole() -> None:
    """An f-string, a sum or a % inside ``tr()`` can never be found in the translations."""
    broken = [
        where(path, argument)
        for path in modules()
        for node in nodes(path)
        if isinstance(node, ast.Call) and called(node).rpartition(".")[2] in TRANSLATES
        for argument in node.args
        if isinstance(argument, ast.JoinedStr | ast.BinOp) or called(argument).endswith(".format")
    ]
    assert broken == []


def test_no_test_sleeps() -> None:
    sleeping = [
        where(path, node)
        for path in modules("tests")
        for node in nodes(path)
        if called(node) in WAITS
        or (called(node) in {"asyncio.sleep", "anyio.sleep"} and ast.unparse(node) != "asyncio.sleep(0)")
    ]
    assert sleeping == []


def test_sql_lives_in_the_store_and_the_views() -> None:
    elsewhere = [
        where(path, node)
        for path in modules()
        if not path.relative_to(ROOT).as_posix().startswith(SQL_HOMES)
        for node in nodes(path)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.match(node.value)
    ]
    assert elsewhere == []


def test_every_exemption_says_why_and_types_are_ignored_ever_less() -> None:
    exemptions = [
        (where(path, line), comment)
        for path in modules(*EVERYWHERE)
        for line, comment in _comments(path)
        if re.match(r"#\s*(noqa|type:\s*ignore)", comment)
    ]
    shape = re.compile(r"# (noqa: [A-Z]+[0-9]+(, ?[A-Z]+[0-9]+)*|type: ignore\[[a-z0-9, -]+\])\s+\W+\s*\w+")
    assert [exemption for exemption in exemptions if not shape.match(exemption[1])] == []
    ignored = [place.startswith("tests/") for place, comment in exemptions if "type: ignore" in comment]
    assert ignored.count(False) <= TYPE_IGNORES["packages"]
    assert ignored.count(True) <= TYPE_IGNORES["tests"]


def _comments(path: Path) -> Iterator[tuple[int, str]]:
    for token in tokenize.generate_tokens(io.StringIO(path.read_text()).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


def test_source_reads_as_it_runs() -> None:
    hidden = [
        where(path, number)
        for path in modules(*EVERYWHERE)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if HIDDEN.search(line)
    ]
    assert hidden == []


def test_source_has_no_letter_that_passes_for_another() -> None:
    """Names are ASCII, and what people read is in Latin letters (tests may quote other scripts)."""
    names = [
        f"{where(path, token.start[0])} {token.string}"
        for path in modules(*EVERYWHERE)
        for token in tokenize.generate_tokens(io.StringIO(path.read_text()).readline)
        if token.type == tokenize.NAME and not token.string.isascii()
    ]
    letters = [
        f"{where(path, number)} {character}"
        for path in modules()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        for character in line
        if ord(character) > 127 and unicodedata.category(character) in {"Lu", "Ll"}  # ASCII ends there
        if "LATIN" not in unicodedata.name(character, "")
    ]
    assert names + letters == []


def test_every_test_file_is_collected() -> None:
    """A test in a file or a folder that pytest passes over would be a promise nobody checks."""
    tiers = {"unit", "contract", "simulation", "qt", "end2end", "meta"}
    lost = []
    for path in modules("tests"):
        tests = [name for node in parse(path).body for name in _defined(node) if name.lower().startswith("test")]
        named = path.name.startswith("test_")
        placed = path.relative_to(ROOT / "tests").parts[0] in tiers
        if (named and not (tests and placed)) or (tests and not named):
            lost.append(where(path, 1))
    assert lost == []


def _defined(node: ast.stmt) -> list[str]:
    """Return the names a statement gives to something pytest may collect (a state machine's are assigned)."""
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return [node.name]
        case ast.Assign(value=ast.Attribute(attr="TestCase")):
            return [target.id for target in node.targets if isinstance(target, ast.Name)]
        case _:
            return []
