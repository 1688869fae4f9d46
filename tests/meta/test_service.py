"""The service of an always-on peer says what the program does, and systemd takes it."""

from __future__ import annotations

import os
import shutil
import subprocess
from configparser import RawConfigParser
from pathlib import Path

import pytest

from tests.meta.tree import ROOT
from ui.command.parser import parse

UNIT = ROOT / "packaging/idos-p2p.service"
GUIDE = ROOT / "docs/guide/toujours-allume.md"


@pytest.fixture
def unit() -> RawConfigParser:
    read = RawConfigParser(strict=True)
    read.read_string(UNIT.read_text(encoding="utf-8"))
    return read


def test_it_starts_the_command_that_meets_others(unit: RawConfigParser) -> None:
    program, *words = unit["Service"]["ExecStart"].split()
    assert program.endswith("/idos-p2p")
    assert parse(words).command == "serve"


def test_it_starts_again_after_a_fault_but_not_for_ever(unit: RawConfigParser) -> None:
    assert unit["Service"]["Restart"] == "on-failure"
    assert int(unit["Unit"]["StartLimitBurst"]) * int(unit["Service"]["RestartSec"]) < int(
        unit["Unit"]["StartLimitIntervalSec"]
    )
    assert unit["Install"]["WantedBy"] == "default.target"


def test_the_guide_installs_it_as_it_says_itself(unit: RawConfigParser) -> None:
    told = GUIDE.read_text(encoding="utf-8")
    steps = [line[5:].strip() for line in UNIT.read_text(encoding="utf-8").splitlines() if line.startswith("#     ")]
    assert len(steps) == 4
    assert [step for step in steps if step not in told] == []
    assert Path(unit["Service"]["ExecStart"].split()[0].replace("%h", "~")).as_posix() in told


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd-analyze; the unit is parsed anyhow")
def test_systemd_takes_it(tmp_path: Path) -> None:
    program = tmp_path / ".local/bin/idos-p2p"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(0o755)
    here = tmp_path / UNIT.name
    here.write_text(UNIT.read_text(encoding="utf-8").replace("%h", str(tmp_path)), encoding="utf-8")
    command = ["systemd-analyze", "--user", "verify", str(here)]
    places = {**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)}  # which a person who is logged in has
    done = subprocess.run(command, env=places, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
