"""Folders carried as they may be, and a key in place of one: whatever the chance, all come to hold the same."""

from __future__ import annotations

import random
from contextlib import suppress
from pathlib import Path

import pytest

from idos_p2p.errors import RefusedError
from idos_p2p.services.write import add
from sync.carry.folder import exchange_folder
from tests.contract.carry.carrier import busy, carry_files, conflict_copies
from tests.harness.fat_key import PLACE, FatKey
from tests.simulation.devices import Surroundings, assert_sound, conclusion


@pytest.mark.parametrize("seed", range(12))
def test_a_key_in_place_of_a_folder_is_pulled_out_at_any_operation(seed: int) -> None:
    """Whatever is left on the key, the next look makes it whole, and the other computer has everything."""
    around, dice = Surroundings(seed), random.Random(seed)
    ana = around.found("Ana")
    pair = ana, around.joined(ana, "Luc")
    key = FatKey(dice)
    for number in range(8):
        add(dice.choice(pair), "page", {"title": f"Page {number}", "body": dice.randbytes(700).hex()})
        key.pulled_at = key.operations + dice.randrange(1, 40)
        with suppress(RefusedError):
            exchange_folder(dice.choice(pair), PLACE, files=key)
        key.pull_out()
        key = key.plugged_in_again()
    for _ in range(3):
        for cell in pair:
            assert exchange_folder(cell, PLACE, files=key).held_up is None
    assert conclusion(ana) == conclusion(pair[1])
    assert not [name for name in key.contents() if name.endswith(".part")]
    around.close()


@pytest.mark.parametrize("seed", range(10))
def test_folders_copied_in_any_order_in_part_and_again_come_to_the_same(seed: int, tmp_path: Path) -> None:
    """Three computers, each with a folder of its own, and a carrier that copies as it likes."""
    around, dice = Surroundings(seed), random.Random(f"folders {seed}")
    ana = around.found("Ana")
    cells = [ana, around.joined(ana, "Luc"), around.joined(ana, "Zoé")]
    folders = [tmp_path / str(number) for number in range(3)]
    for folder in folders:
        folder.mkdir()
    for step in range(25):
        mine = dice.randrange(3)
        if dice.random() < 0.6:
            add(cells[mine], "page", {"title": f"Page {step}", "body": dice.randbytes(dice.randrange(800)).hex()})
        if dice.random() < 0.5:
            exchange_folder(cells[mine], folders[mine])
        if dice.random() < 0.1:
            conflict_copies(folders[mine], dice)
        source, target = dice.sample(folders, 2)
        carry_files(source, target, dice)
    for _ in range(12):
        done = [exchange_folder(cell, folder) for cell, folder in zip(cells, folders, strict=True)]
        if not any(busy(one) for one in done) and len({cell.digest() for cell in cells}) == 1:
            break
        for source in folders:
            for target in folders:
                carry_files(source, target, dice, whole=True)
    assert len({conclusion(cell).digest for cell in cells}) == 1, f"seed {seed}"
    assert not any(busy(exchange_folder(cell, folder)) for cell, folder in zip(cells, folders, strict=True))
    assert_sound(cells)
    around.close()
