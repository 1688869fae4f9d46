"""A member under siege: ``python -m tests.harness.siege [ATTACK…] [--short] [--seed N]``.

Two real processes on loopback, one of which is attacked by who knocks, comes and goes, stalls, floods, and says what is
wrong, as a stranger, as one who knows an old secret, and as a member. Meanwhile a member has to get in within two
seconds, and two others have to become equal; afterwards no session, task, socket or descriptor may be left, and the
memory has to be as it was. Each attack is one line of JSON; it ends with 1 when one does not hold.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from idos_p2p.limits import MIB
from tests.harness.attacks import Told, knocks, reconnects, strangers
from tests.harness.stalls import FLOODS, STALLS, floods, stalls
from tests.harness.stronghold import Figures, Siege, megabytes, siege
from tests.harness.wrong_frames import wrong_frames

MOST_GROWN = 16 * MIB  # what an attack may leave: what the allocator keeps; a hundred thousand of anything show more
MEMBER_MS = 2_000  # a member gets in within this
EQUAL_MS = 10_000  # two members are equal within this: the machine is busy with the attack, too
WARM = 50  # of each, before the memory is looked at

Work = Callable[[Siege], Awaitable[Told]]


class Attack(NamedTuple):
    """One attack: in its short form, for the suite, and in its long one."""

    name: str
    short: Work
    long: Work


def attacks() -> Iterator[Attack]:
    """Yield all of them."""
    yield Attack("reconnects", partial(reconnects, count=60), partial(reconnects, count=1_000))
    yield Attack("strangers", partial(strangers, count=30), partial(strangers, count=1_000))
    yield Attack("knocks", partial(knocks, count=1_500), partial(knocks, count=100_000))
    for kind in STALLS:
        yield Attack(f"stall: {kind}", *[partial(stalls, kind=kind)] * 2)
    for kind in FLOODS:
        for name, trusted in (("member", True), ("stranger", False)):
            flood = partial(floods, kind=kind, trusted=trusted)
            yield Attack(f"flood: {kind}, {name}", partial(flood, seconds=0.5), partial(flood, seconds=10.0))
    yield Attack("wrong frames", partial(wrong_frames, count=150), partial(wrong_frames, count=None))


async def warm_up(under: Siege) -> Figures:
    """Let everything happen once that allocates for good, and return how the besieged is then."""
    before = await under.look()
    await reconnects(under, WARM)
    await knocks(under, WARM)
    await wrong_frames(under, WARM)
    return await under.calm(before)


async def hold(under: Siege, work: Work, before: Figures) -> tuple[Told, list[str]]:
    """Let an attack happen, and return what it told and what did not hold."""
    start = time.monotonic()
    lines = len(under.besieged.lines())
    told = await work(under)
    equal = await under.unharmed()
    after = await under.calm(before)
    grown = after.memory - before.memory
    told |= {"seconds": round(time.monotonic() - start, 1), "grown_mib": megabytes(grown)}
    wrong = [f"left open {after.held}, before {before.held}"] if after.held > before.held else []
    wrong += [f"sessions left: {after.sessions - before.sessions}"] if after.sessions > before.sessions else []
    wrong += [f"memory grew by {megabytes(grown)} MiB"] if grown > MOST_GROWN else []
    wrong += [f"equal after {equal:.1f} s"] if equal * 1000 > EQUAL_MS else []
    wrong += [f"{name}: {told[name]}" for name in ("member_ms", "member_slowest_ms") if _over(told.get(name))]
    failed = [line for line in under.besieged.lines()[lines:] if "failed" in line or "Traceback" in line]
    return told, wrong + failed


def _over(milliseconds: object) -> bool:
    return isinstance(milliseconds, int) and milliseconds > MEMBER_MS


async def run(under: Siege, chosen: list[Attack], *, short: bool) -> bool:
    """Let the attacks happen one after the other, tell each, and say whether all of them were held."""
    before = await warm_up(under)
    held = True
    for attack in chosen:
        told, wrong = await hold(under, attack.short if short else attack.long, before)
        sys.stdout.write(json.dumps({"attack": attack.name, **told, "broken": wrong}, ensure_ascii=False) + "\n")
        sys.stdout.flush()
        held = held and not wrong
    return held


def main() -> int:
    """Run the attacks that are named, or all; 1 when one did not hold."""
    parser = argparse.ArgumentParser(prog="python -m tests.harness.siege")
    parser.add_argument("attack", nargs="*", help="the beginnings of names")
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    chosen = [one for one in attacks() if not given.attack or one.name.startswith(tuple(given.attack))]
    with tempfile.TemporaryDirectory() as folder, siege(Path(folder), given.seed) as under:
        held = asyncio.run(run(under, chosen, short=given.short))
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
