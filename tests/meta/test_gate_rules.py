"""The page of the gate has each rule of the code, and no other."""

from __future__ import annotations

import ast
import re

from tests.meta.tree import ROOT, modules, nodes

PAGE = ROOT / "docs/gate.md"
RECORDS = ROOT / "idos_p2p/records"


def words_in(node: ast.expr) -> set[str]:
    """Return the words an argument may be: ``"a" if here else "b"`` is two."""
    return {part.value for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str)}


def rules_of_the_code() -> set[str]:
    rules = set[str]()
    for path in modules("idos_p2p"):
        for node in nodes(path) if path.is_relative_to(RECORDS) else ():
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            if node.func.id == "GateRefusal":
                rules |= words_in(node.args[0])
            elif node.func.id == "Void":
                rules |= {word[5:] for word in words_in(node.args[0]) if word.startswith("gate:") and word != "gate:"}
    return rules


def test_the_page_of_the_gate_has_each_rule_and_no_other() -> None:
    told = set(re.findall(r"^\| `(\w+)` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    assert told == rules_of_the_code()
    assert len(told) > 25
