"""The table of commands says where each is run and told, and the modules it names hold exactly these."""

from __future__ import annotations

from importlib import import_module

import pytest

from ui.command.table import APART, ON_CELL, is_on_cell, run_of, tell_of


@pytest.mark.parametrize("module", ON_CELL)
def test_a_module_runs_the_commands_that_the_table_gives_it(module: str) -> None:
    assert import_module(f"ui.command.{module}").COMMANDS.keys() == set(ON_CELL[module])


@pytest.mark.parametrize("module", sorted({*ON_CELL, *APART}))
def test_a_module_tells_the_commands_that_the_table_gives_it(module: str) -> None:
    told = {*ON_CELL.get(module, ()), *APART.get(module, ())}
    assert import_module(f"ui.command.{module}_text").TELLERS.keys() == told


def test_each_command_is_in_one_place() -> None:
    everywhere = [command for commands in (*ON_CELL.values(), *APART.values()) for command in commands]
    assert len(everywhere) == len(set(everywhere))


def test_what_the_table_gives_is_what_the_module_holds() -> None:
    writing, told = import_module("ui.command.writing"), import_module("ui.command.writing_text")
    assert run_of("add") is writing.COMMANDS["add"]
    assert tell_of("add") is told.TELLERS["add"]
    assert is_on_cell("add")
    assert not is_on_cell("serve")
