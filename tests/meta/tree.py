"""Reads this project's own source tree."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("idos_p2p", "sync", "ui")
TEXTS = {".py", ".toml", ".in", ".lock", ".md", ".sh", ".sql", ".csv", ".cfg", ".yml", ".yaml", ".json", ".qss", ""}


@cache
def files() -> tuple[Path, ...]:
    """Return every file a person wrote: nothing that tools made, nothing hidden but ``.ci``."""
    return tuple(sorted(_walk()))


def _walk() -> Iterator[Path]:
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [
            name
            for name in folders
            if (name == ".ci" or not name.startswith("."))
            and name not in {"__pycache__", "build", "dist"}
            and not name.endswith(".egg-info")
        ]
        yield from (Path(folder) / name for name in names)


def modules(*tops: str) -> list[Path]:
    """Return the Python files under these top folders (the three packages unless named)."""
    wanted = tops or PACKAGES
    return [path for path in files() if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in wanted]


@cache
def parse(path: Path) -> ast.Module:
    """Return the syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def nodes(path: Path) -> Iterator[ast.AST]:
    """Walk through the syntax tree of a file."""
    return ast.walk(parse(path))


def where(path: Path, node: ast.AST | int) -> str:
    """Return ``file:line`` as editors open it."""
    line = node if isinstance(node, int) else getattr(node, "lineno", 0)
    return f"{path.relative_to(ROOT)}:{line}"


def dotted(path: Path) -> str:
    """Return the name a module is imported by."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def called(node: ast.AST) -> str:
    """Return what a call calls, as written (``time.sleep``); empty for anything else."""
    return ast.unparse(node.func) if isinstance(node, ast.Call) else ""
