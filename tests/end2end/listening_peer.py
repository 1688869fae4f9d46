"""A process of its own: a member that listens, shows itself by mDNS on loopback, and greets who gets in.

Words: the cell secret and the invitation's knock key, in hex. Says one JSON line per event; ends when stdin ends.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
import threading

from idos_p2p.clock import SystemClock
from idos_p2p.identity.keys import DeviceKey
from idos_p2p.ids import CellId
from sync.channel.connection import Channel
from sync.channel.doors import Door
from sync.channel.handshake import Identity
from sync.channel.listener import Listener
from sync.channel.tls import EphemeralCertificate
from sync.discovery.discovery import Discovery
from sync.discovery.tags import RoomSecret

LOOPBACK = "127.0.0.1"
CELL = CellId(b"c" * 32)
KEY = DeviceKey(b"l" * 32)
EPOCH = b"epoch 1"


def say(**event: object) -> None:
    print(json.dumps(event), flush=True)  # noqa: T201  # how this process speaks to the test


async def greet(channel: Channel) -> None:
    await channel.write_frame(b"bonjour")
    name = await channel.read_frame()
    say(event="met", peer=channel.peer.hex(), purpose=channel.door.purpose.value, name=name.decode())


async def live(secret: bytes, knock_key: bytes, certificate: EphemeralCertificate) -> None:
    over = asyncio.Event()
    loop = asyncio.get_running_loop()
    threading.Thread(target=lambda: (sys.stdin.read(), loop.call_soon_threadsafe(over.set)), daemon=True).start()
    doors = [Door.member(EPOCH, secret), Door.join(b"invite", knock_key)]
    listener = Listener(Identity(CELL, KEY), certificate, lambda: doors, greet, belongs=lambda _: True)
    discovery = Discovery(lambda _: None, SystemClock())
    port = await listener.open([LOOPBACK], 0)
    await discovery.start(port, [LOOPBACK], [RoomSecret(EPOCH, secret)])
    say(event="listening", port=port)
    await over.wait()
    await discovery.close()
    await listener.close()


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(name)s %(message)s")
    asyncio.run(live(bytes.fromhex(sys.argv[1]), bytes.fromhex(sys.argv[2]), EphemeralCertificate.create()))
