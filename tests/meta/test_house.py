"""The house is as its papers say: packages, locks, licence, the two commands, and nothing of anyone's machine."""

from __future__ import annotations

import ast
import fnmatch
import hashlib
import os
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.meta.tree import PACKAGES, ROOT, TEXTS, dotted, files, modules, where

AGPL_SHA256 = "0d96a4ff68ad6d4b6f1f30f713b18d5184912ba8dd389f86aa7710db079abcb0"  # as the FSF publishes it
OF_A_MACHINE = re.compile(
    r"/root/|/home/[a-z]+/|/Users/[a-z]+/|/tmp/|/work/|/opt/|files\.pythonhosted|pypi\.org/simple|registry\.npmjs"
    r"|--find-links|--(extra-)?index-url"
)


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    """Return what pyproject.toml says."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


def test_every_package_is_listed_and_every_listed_one_is_there(project: dict[str, Any]) -> None:
    there = sorted(dotted(path) for path in modules() if path.name == "__init__.py")
    assert sorted(project["tool"]["setuptools"]["packages"]) == there


def test_every_module_belongs_to_a_package() -> None:
    homeless = [where(path, 1) for path in modules() if not (path.parent / "__init__.py").exists()]
    assert homeless == []


def test_every_data_file_is_shipped(project: dict[str, Any]) -> None:
    packages = set(project["tool"]["setuptools"]["packages"])
    shipped: dict[str, list[str]] = project["tool"]["setuptools"]["package-data"]
    forgotten = []
    for path in files():
        relative = path.relative_to(ROOT)
        if relative.parts[0] not in PACKAGES or path.suffix == ".py":
            continue
        owner = next((folder for folder in relative.parents if ".".join(folder.parts) in packages), relative)
        patterns = shipped["*"] + shipped.get(".".join(owner.parts), [])
        inside = relative.relative_to(owner).as_posix()
        if not any(fnmatch.fnmatch(inside, pattern.replace("**/*", "*")) for pattern in patterns):
            forgotten.append(str(relative))
    assert forgotten == []


def test_each_package_is_typed_and_under_contract(project: dict[str, Any]) -> None:
    tops = {path.relative_to(ROOT).parts[0] for path in files() if path.name == "__init__.py"} - {"tests", "bench"}
    assert tops == set(PACKAGES) == set(project["tool"]["importlinter"]["root_packages"])
    assert [package for package in PACKAGES if not (ROOT / package / "py.typed").exists()] == []


def test_the_version_is_written_once() -> None:
    written = [
        where(path, number)
        for path in modules()
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if re.match(r"(__version__|VERSION)\s*=\s*[\"']", line)
    ]
    assert [place.partition(":")[0] for place in written] == ["idos_p2p/__init__.py"]


def test_the_licence_is_the_true_text() -> None:
    assert hashlib.sha256((ROOT / "LICENSE").read_bytes()).hexdigest() == AGPL_SHA256


def _pins(lock: str) -> dict[str, str]:
    """Return the stanza of each package of a lock."""
    text = (ROOT / "requirements" / lock).read_text()
    return {
        stanza.partition("==")[0]: stanza for stanza in re.split(r"\n(?=[a-z])", text.strip()) if stanza[0].isalpha()
    }


def test_locks_hold_versions_and_hashes_and_no_address() -> None:
    for lock in ("run.lock", "dev.lock"):
        pins = _pins(lock)
        assert pins
        assert "/" not in "".join(re.sub(r"\s*#.*", "", stanza) for stanza in pins.values()), lock
        bare = [name for name, stanza in pins.items() if not re.search(r"==\S+(.|\n)*--hash=sha256:", stanza)]
        assert bare == [], lock


def test_tests_run_what_people_run() -> None:
    run, dev = _pins("run.lock"), _pins("dev.lock")

    def version(stanza: str) -> str:
        return stanza.partition(" \\")[0]

    assert {name: version(stanza) for name, stanza in run.items()} == {name: version(dev[name]) for name in run}


def test_what_is_asked_for_is_locked() -> None:
    for names, lock in (("run.in", "run.lock"), ("dev.in", "dev.lock")):
        asked = re.findall(r"^([A-Za-z0-9-]+)[=<>]", (ROOT / "requirements" / names).read_text(), re.MULTILINE)
        assert {name.lower() for name in asked} <= set(_pins(lock))


def test_nothing_in_the_tree_is_of_one_machine() -> None:
    found = [
        f"{where(path, number)} {match.group()}"
        for path in files()
        if path.suffix in TEXTS and path != Path(__file__)
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if (match := OF_A_MACHINE.search(line))
    ]
    assert found == []


def test_the_commands_can_be_run() -> None:
    for command in ("run", ".ci/run"):
        assert os.access(ROOT / command, os.X_OK), command
    subprocess.run(["/bin/sh", "-n", str(ROOT / "run")], check=True)
    assert "exec ./run test" in (ROOT / ".ci/run").read_text()


def test_faults_are_raised_with_a_code_not_a_sentence() -> None:
    wordy = [
        where(path, node)
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in {"RefusedError", "PeerFault", "BugError"}
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", str(node.args[0].value))
    ]
    assert wordy == []
