"""Small changes of a module's meaning, one at a time: what a test of that module must notice.

Not mutated: annotations, documentation, decorators, imports, and what only names a type.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_COMPUTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.BitXor: ast.BitOr,
    ast.Pow: ast.Mult,
}
SHOWN_CHARACTERS = 120  # of the code on each side of a mutant's name
_PASSED_OVER = (ast.Import, ast.ImportFrom)
_UNMUTATED_FIELDS = ("annotation", "returns", "decorator_list", "bases")


class Mutant(NamedTuple):
    """One module with one small change. ``name`` tells it from others wherever its line moves."""

    name: str
    line: int
    code: str


class _Place(NamedTuple):
    node: ast.AST
    parent: ast.AST
    field: str
    position: int | None  # in a list
    line: int
    within: str  # the function or class, dotted


def mutants_of(source: str) -> Iterator[Mutant]:
    """Yield every mutant of a module, in the order of its lines."""
    tree = ast.parse(source)
    seen: Counter[str] = Counter()
    for place in sorted(_places(tree, ""), key=lambda place: place.line):
        for mutated in _mutations(place.node):
            name = f"{place.within}: {_told(place.node)} -> {_told(mutated)}"
            seen[name] += 1
            _put(place, mutated)
            code = ast.unparse(ast.fix_missing_locations(tree))
            yield Mutant(name if seen[name] == 1 else f"{name} ({seen[name]})", place.line, code)
            _put(place, place.node)


def _told(node: ast.AST) -> str:
    match node:
        case ast.Pass():
            return "nothing"
        case ast.If(test):
            return f"if {_told(test)}"
        case _:
            line = " ".join(ast.unparse(node).split())
            return line if len(line) <= SHOWN_CHARACTERS else f"{line[: SHOWN_CHARACTERS - 1]}…"


def _put(place: _Place, node: ast.AST) -> None:
    if place.position is None:
        setattr(place.parent, place.field, node)
    else:
        getattr(place.parent, place.field)[place.position] = node


def _places(parent: ast.AST, within: str) -> Iterator[_Place]:
    for field, held in ast.iter_fields(parent):
        if field in _UNMUTATED_FIELDS:
            continue
        nodes = enumerate(held) if isinstance(held, list) else [(None, held)]
        for index, node in nodes:
            if not isinstance(node, ast.AST) or isinstance(node, _PASSED_OVER) or _is_said(node):
                continue
            inner = within
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                inner = f"{within}.{node.name}".lstrip(".")
            if hasattr(node, "lineno"):
                yield _Place(node, parent, field, index, node.lineno, inner or "module")
            yield from _places(node, inner)


def _is_said(node: ast.AST) -> bool:
    """Tell whether a statement is documentation, or what a Protocol's method has for a body."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _mutations(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.expr():
            yield from _of_expression(node)
        case ast.If(test, body, orelse):
            yield ast.If(ast.UnaryOp(ast.Not(), test), body, orelse)
        case ast.AugAssign(target, operator, value) if type(operator) in _COMPUTED:
            yield ast.AugAssign(target, _COMPUTED[type(operator)](), value)
            yield ast.Pass()
        case ast.Raise() | ast.Break() | ast.Continue() | ast.Assign(targets=[ast.Attribute() | ast.Subscript()]):
            yield ast.Pass()
        case ast.Expr(ast.Call()):
            yield ast.Pass()
        case _:
            return


def _of_expression(node: ast.expr) -> Iterator[ast.AST]:
    match node:
        case ast.Compare(left, ops, comparators):
            for position, operator in enumerate(ops):
                changed = [*ops[:position], _COMPARED[type(operator)](), *ops[position + 1 :]]
                yield ast.Compare(left, changed, comparators)
        case ast.BoolOp(both, values):
            yield ast.BoolOp(ast.Or() if isinstance(both, ast.And) else ast.And(), values)
        case ast.BinOp(left, computed, right) if type(computed) in _COMPUTED:
            yield ast.BinOp(left, _COMPUTED[type(computed)](), right)
        case ast.UnaryOp(ast.Not() | ast.USub() | ast.Invert(), operand):
            yield operand
        case ast.IfExp(test, body, orelse):
            yield ast.IfExp(test, orelse, body)
        case ast.Constant(value):
            yield from map(ast.Constant, _constants(value))


def _constants(value: object) -> list[bool | int | str | bytes]:
    match value:
        case bool():
            return [not value]
        case int():
            return [value + 1, value - 1] if value > 1 else [value + 1]
        case str():
            return [value + "X"]
        case bytes():
            return [value + b"X"]
        case _:
            return []
