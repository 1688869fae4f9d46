"""What another program of the room learns of us: a real avahi-browse, on a computer of its own, with its own bus."""

from __future__ import annotations

import re
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.end2end.laptop import Laptop
from tests.harness.homes import Size, homes_of
from tests.harness.network import Host, Network, why_no_network

MISSING = [name for name in ("avahi-daemon", "avahi-browse", "dbus-daemon") if shutil.which(name) is None]
pytestmark = [
    pytest.mark.skipif(bool(why_no_network()), reason=why_no_network()),
    pytest.mark.skipif(bool(MISSING), reason="apt-get install avahi-daemon avahi-utils dbus"),
]

SIZE = Size(homes=2, common=20, own=3)
HEX = re.compile(r"[0-9a-f]{16}")
LOOK = r"""
mount -t tmpfs none /run && mkdir -p /run/dbus || exit 9
dbus-daemon --system --nofork --nopidfile & bus=$!
until [ -S /run/dbus/system_bus_socket ]; do sleep 0.1; done
avahi-daemon --no-drop-root --no-chroot --no-rlimits > /run/log 2>&1 & avahi=$!
trap 'kill $avahi $bus; wait' EXIT
until avahi-browse --parsable --terminate _none._tcp > /dev/null 2>&1; do sleep 0.1; done
for look in 1 2 3 4 5 6 7 8 9; do
    avahi-browse --resolve --parsable --terminate _idos._tcp > /run/seen
    [ "$(grep -c '^=' /run/seen)" -ge $1 ] && break
done
cat /run/seen
echo everything
avahi-browse --all --parsable --terminate --ignore-local
"""


class Shown(NamedTuple):
    """One service, as avahi-browse tells it."""

    instance: str
    kind: str
    host: str
    address: str
    port: str
    text: str


@pytest.fixture
def network() -> Iterator[Network]:
    with Network() as made:
        yield made


def browse(watcher: Host, expected: int) -> tuple[list[Shown], list[str]]:
    """Return the services of ours that a browser sees, resolved, and the kinds of all services of the room."""
    said = watcher.run("timeout", "60", "sh", "-c", LOOK, "look", str(expected), within=90)
    ours, _, everything = said.partition("everything\n")
    rows = [line.split(";") for line in ours.splitlines() if line.startswith("=")]
    kinds = [line.split(";")[4] for line in everything.splitlines() if line.startswith("+")]
    return [Shown(row[3], row[4], row[6], row[7], row[8], ";".join(row[9:])) for row in rows], kinds


def values(shown: Shown) -> dict[str, str]:
    """Return what the text of a service holds, by key."""
    return dict(re.findall(r'"(\w+)=((?:[^"\\]|\\.)*)"', shown.text))


def test_a_browser_sees_that_idos_runs_and_nothing_else(network: Network, tmp_path: Path) -> None:
    room = network.segment()
    hosts = [network.host(name, room) for name in ("ana", "luc")]
    watcher = network.host("watcher", room)
    laptops = []
    for host, home in zip(hosts, homes_of(SIZE), strict=True):
        shutil.copytree(home, tmp_path / host.name)
        laptops.append(Laptop(tmp_path / host.name, within=host.prefix))
    with laptops[0].serve(may_log=(".*",)), laptops[1].serve(may_log=(".*",)) as last:
        last.until("up_to_date")
        shown, kinds = browse(watcher, len(hosts))
    assert sorted(one.address for one in shown) == [host.address for host in hosts]
    assert set(kinds) == {"_idos._tcp"}
    names = [name for one in shown for name in (one.instance, one.host.removesuffix(".local"))]
    assert all(HEX.fullmatch(name) for name in names)
    told = [value for one in shown for value in values(one).values()]
    assert all(set(values(one)) == {"n", "t"} for one in shown)
    assert len({*names, *told}) == len(names) + len(told) == 8  # nothing links the two of one cell
    cell = next(laptops[0].home.glob("cells/*")).name
    for word in (cell, cell[:8], "salle", "Jardin", "Vélo", socket.gethostname()):
        assert word.lower() not in str(shown).lower()
