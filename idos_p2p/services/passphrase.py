"""The passphrase of a cell's keys: added later, changed, taken away; the copies beside the cell follow.

A passphrase added today would protect nothing while a copy of yesterday opens without it: the keys in the copies of
each day and in what was set aside are wrapped anew, too. The key of the database itself stays: whoever holds older
keys that they could open reads on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial

import msgspec

from idos_p2p.errors import RefusedError
from idos_p2p.identity.keystore import CellKeys, is_wrapped, load_keys, open_keys, put_keys, save_keys
from idos_p2p.ids import CellId
from idos_p2p.paths import Home
from idos_p2p.services.copies import daily_copies, keys_of, rekey
from idos_p2p.services.found import Surroundings
from idos_p2p.services.replace import ASIDE, KEYS

FEWEST_CHARACTERS = 8  # less is guessed in an evening, Argon2id or not
SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class Rewrapped:
    """What a change of passphrase did."""

    protected: bool  # there is one now
    copies: int  # copies of a day, and states set aside, that open as the cell does from now on
    earlier: int  # those that still open as they did before: with an earlier passphrase, or for want of room


def is_protected(home: Home, cell: CellId) -> bool:
    """Say whether the keys of a cell of this home are behind a passphrase; raise RefusedError("keys_damaged")."""
    path = home.keys(cell)
    try:
        return is_wrapped(path.read_bytes())
    except (OSError, msgspec.DecodeError) as error:
        raise RefusedError("keys_damaged", path=str(path)) from error


def change_passphrase(around: Surroundings, cell: CellId, after: str) -> Rewrapped:
    """Wrap the keys of a cell in another passphrase than that of ``around``; with an empty one, in none.

    Cut anywhere, the keys open with the one or the other. Done again, it goes on with the copies.
    Raises RefusedError: ``passphrase_short``, ``keys_damaged``, ``passphrase_needed``, ``passphrase_wrong``.
    """
    if after and len(after) < FEWEST_CHARACTERS:
        raise RefusedError("passphrase_short", fewest=FEWEST_CHARACTERS)
    path = around.home.keys(cell)
    keys = load_keys(path, around.passphrase)
    before = path.read_bytes()
    content = save_keys(path, keys, after, around.entropy(SALT_BYTES))

    @cache  # to open one costs a second, and copies are alike
    def is_same(held: bytes) -> bool:
        return held == before or _holds(held, around.passphrase, keys)

    done = [_rewrapped(other, content, is_same) for other in _others(around.home, cell)]
    return Rewrapped(bool(after), sum(done), len(done) - sum(done))


@dataclass(frozen=True, slots=True)
class _Other:
    """Another place where the keys lie."""

    content: Callable[[], bytes]
    put: Callable[[bytes], None]


def _others(home: Home, cell: CellId) -> Iterator[_Other]:
    for copy in daily_copies(home, cell):
        yield _Other(partial(keys_of, copy.path), partial(rekey, copy.path))
    for file in sorted((home.cell_folder(cell) / ASIDE).glob(f"*/{KEYS}")):
        yield _Other(file.read_bytes, partial(put_keys, file))


def _rewrapped(other: _Other, content: bytes, is_same: Callable[[bytes], bool]) -> bool:
    """Put the new keys file in the place of one that holds the same keys; say whether it is there."""
    try:
        held = other.content()
        if held != content and is_same(held):
            other.put(content)
            return True
    except (RefusedError, OSError):
        return False
    return held == content


def _holds(content: bytes, passphrase: str, keys: CellKeys) -> bool:
    """Say whether a keys file opens so, and is of this installation: a copy from elsewhere may have been put back."""
    try:
        held = open_keys(content, passphrase)
    except (RefusedError, msgspec.DecodeError):
        return False
    return (held.store, held.device.seed) == (keys.store, keys.device.seed)
