"""Makes the test vectors of a meeting, from fixed nonces and seeds: ``python -m tests.data.protocol.make``.

``PROTOCOL.md`` says what each of them shows. They are those of version 1: kept, and made again only with a new one.
"""

from __future__ import annotations

import json
import random
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from spake2 import SPAKE2_A

from idos_p2p.governance.proofs import adding_message, proof_message
from idos_p2p.identity.invitation import Invitation
from idos_p2p.identity.keys import DeviceKey
from idos_p2p.identity.sealing import sealing_public
from idos_p2p.identity.spoken_code import read_code
from idos_p2p.ids import Address, CellId, DeviceId, EntryId
from idos_p2p.log.chain import EMPTY
from idos_p2p.services.carry import Piece
from sync.carry.bundle import About, RecordWriter, make_head
from sync.carry.manifest import Manifest, manifest_record, missing_records, piece_record
from sync.channel.authenticate import ClientProof, Ground, ServerProof
from sync.channel.doors import Door
from sync.channel.frames import HEARTBEAT, frame
from sync.channel.knock import GO_AHEAD, knock
from sync.channel.pairing import Aim, Gift, NewcomerSide, PairingGround, SponsorSide
from sync.channel.versions import Versions
from sync.discovery.tags import RoomSecret, make
from sync.protocol.messages import encode
from tests.data.vectors.make import example_messages
from tests.data.vectors.make import kept as kept_format
from tests.unit.log.authors import founder

FOLDER = Path(__file__).parent
CELL = CellId(b"c" * 32)
SECRET = bytes(range(32))
LINK = Invitation(CELL, bytes(range(16)), EntryId(b"k" * 32))
CERTIFICATE = sha256(b"the DER of a certificate").digest()
CLIENT, SERVER = DeviceKey(b"a" * 32), DeviceKey(b"l" * 32)
CLIENT_NONCE, SERVER_NONCE = b"n" * 16, b"m" * 16
CLIENT_VERSIONS, SERVER_VERSIONS = Versions(1, 3), Versions(1, 2)
CODE = "7-cerise-tambour"
HOUR, PORT = 490_000, 40_123
ROOMS = {"one address": ["192.168.1.20"], "two addresses": ["fe80::1", "10.0.0.7"]}
BUNDLE_DEVICES = (b"1" * 32, b"2" * 32)
BUNDLE_ABOUT = About(founder()[0].device, 1_767_225_600_000, b"digest of it all")
Json = dict[str, object]


def doors() -> Json:
    """Return the keys of a door of each purpose, and a knock at it."""
    kinds = {
        "member": Door.member(b"0", SECRET),
        "join": Door.join(b"link", LINK.knock),
        "pair 7 join": Door.pairing(7, Aim.JOIN.value),
        "pair 7 device": Door.pairing(7, Aim.DEVICE.value),
        "device": Door.device(SECRET),
        "probe": Door.probe(b"0", SECRET),
    }
    return {
        name: {
            "knock key": door.keys.knock.hex(),
            "auth key": door.keys.auth.hex(),
            "server nonce": SERVER_NONCE.hex(),
            "client nonce": CLIENT_NONCE.hex(),
            "knock": knock(door.keys.knock, SERVER_NONCE, CLIENT_NONCE).hex(),
            "go-ahead": GO_AHEAD.hex(),
        }
        for name, door in kinds.items()
    }


class Proof(NamedTuple):
    """The three messages of a mutual proof."""

    opening: bytes
    answer: bytes
    closing: bytes
    version: int


def proof() -> Proof:
    """Return the mutual proof of two members."""
    auth = Door.member(b"0", SECRET).keys.auth
    client = ClientProof(Ground(auth, CELL, CERTIFICATE, CLIENT_VERSIONS, CLIENT), CLIENT_NONCE)
    server = ServerProof(Ground(auth, CELL, CERTIFICATE, SERVER_VERSIONS, SERVER), SERVER_NONCE)
    answer = server.answer(client.opening())
    closing, proven = client.closing(answer)
    return Proof(client.opening(), answer, closing, proven.version)


def channel() -> Json:
    """Return a mutual proof with all that goes into it."""
    made = proof()
    return {
        "secret": SECRET.hex(),
        "cell": CELL.hex(),
        "certificate hash": CERTIFICATE.hex(),
        "client seed": "61" * 32,
        "server seed": "6c" * 32,
        "client device": CLIENT.device.hex(),
        "server device": SERVER.device.hex(),
        "client versions": list(CLIENT_VERSIONS),
        "server versions": list(SERVER_VERSIONS),
        "opening": made.opening.hex(),
        "answer": made.answer.hex(),
        "closing": made.closing.hex(),
        "version": made.version,
    }


def pairing() -> Json:
    """Return a run of a spoken code, for a newcomer and for another computer: every message and what both hold then."""
    return {aim.name.lower(): _pairing(aim) for aim in Aim}


def _pairing(aim: Aim) -> Json:
    code = read_code(CODE)
    client, server = (random.Random(seed).randbytes for seed in (1, 2))
    newcomer = NewcomerSide(PairingGround(code.password, CERTIFICATE, CLIENT_VERSIONS, client))
    sponsor = SponsorSide(PairingGround(code.password, CERTIFICATE, SERVER_VERSIONS, server))
    greeting = sponsor.greeting()
    opening = newcomer.opening(greeting)
    element = sponsor.element(opening)
    mark = newcomer.mark(element)
    sponsor.check(mark)
    held = LINK if aim is Aim.JOIN else Invitation(CELL, bytes(16), LINK.checkpoint)
    answer = sponsor.answer(Gift(aim, held))
    newcomer.gift(answer)
    return {
        "code": CODE,
        "password": code.password.hex(),
        "certificate hash": CERTIFICATE.hex(),
        "client's scalar": _scalar(1),
        "server's scalar": _scalar(2),
        "greeting": greeting.hex(),
        "opening": opening.hex(),
        "element": element.hex(),
        "mark": mark.hex(),
        "answer": answer.hex(),
        "secret": newcomer.secret.hex(),
    }


def _scalar(seed: int) -> str:
    """Return the scalar that an end of this randomness takes: after its nonce, as the package draws it."""
    entropy = random.Random(seed).randbytes
    entropy(16)
    drawn = SPAKE2_A(b"", entropy_f=entropy)
    drawn.start()
    return hex(drawn.xy_scalar)


def discovery() -> Json:
    """Return advertisements, and the tag that members know them by."""
    room = RoomSecret(b"0", SECRET)
    made = {name: make(room, b"\x01" * 8, HOUR, PORT, hosts) for name, hosts in ROOMS.items()}
    return {
        name: {
            "secret": SECRET.hex(),
            "hour": HOUR,
            "port": PORT,
            "hosts": list(said.hosts),
            "n": said.nonce.hex(),
            "t": said.tag.hex(),
        }
        for name, said in made.items()
    }


def invitations() -> Json:
    """Return links, what is derived from them, and the proofs by which a device begins its log."""
    sealing = sealing_public(b"x" * 32)
    start = proof_message(CELL, b"i" * 32, CLIENT.device, sealing)
    adding = adding_message(CELL, SERVER.device, CLIENT.device, sealing)
    return {
        "seed": LINK.seed.hex(),
        "link": Invitation(CELL, LINK.seed).link(),
        "link with a checkpoint": LINK.link(),
        "knock": LINK.knock.hex(),
        "key 0": LINK.key(0).device.hex(),
        "key 49": LINK.key(49).device.hex(),
        "sealing": sealing.hex(),
        "what key 0 signs": start.hex(),
        "proof of a start": LINK.key(0).sign(start).hex(),
        "what an added device signs": adding.hex(),
        "proof of an added device": CLIENT.sign(adding).hex(),
    }


def frames() -> Json:
    """Return the whole frame of one message of each type, and a heartbeat."""
    return {
        "heartbeat": HEARTBEAT.hex(),
        **{name: frame(encode(said)).hex() for name, said in example_messages().items()},
    }


def refused() -> Json:
    """Return bodies of frames that no reader takes, and the code that each is refused by."""
    hello, follow = encode(example_messages()["hello"]), encode(example_messages()["follow"])
    return {
        "nothing": ["", "message_unknown"],
        "type 0": ["00", "message_unknown"],
        "type 255": ["ff90", "message_unknown"],
        "a short Hello": [hello[:-1].hex(), "message_malformed"],
        "a long Hello": [(hello + b"\0").hex(), "message_malformed"],
        "a field too many": ["0592a16100", "message_malformed"],
        "a field too few": ["0590", "message_malformed"],
        "another type of field": ["059101", "message_malformed"],
        "bytes after the end": [(follow + b"\xc0").hex(), "message_malformed"],
        "cut in the middle": [follow[:-1].hex(), "message_malformed"],
        "a code of other letters": ["0591a2412d", "message_malformed"],
        "a name that is no UTF-8": ["1091a2c328", "message_malformed"],
        "an empty name": ["1091a0", "message_malformed"],
        "a key as text": ["0c91d920" + "61" * 32, "message_malformed"],
    }


def bundle() -> Json:
    """Return a whole bundle for two devices: one segment, and one body that its exporter lacks."""
    author = founder()[0]
    stored = kept_format("segments")["one"]
    assert isinstance(stored, dict)
    stream = BytesIO()
    recipients = [sealing_public(seed) for seed in BUNDLE_DEVICES]
    head = make_head(author.cell, BUNDLE_ABOUT, recipients, random.Random(3).randbytes)
    writer = RecordWriter(stream, head)
    writer.add(manifest_record(author.cell, head, Manifest(1), author.key))
    writer.add(piece_record(Piece(EMPTY.head, bytes.fromhex(stored["blob"]))))
    for record in missing_records([Address(DeviceId(bytes.fromhex(stored["device"])), 0)]):
        writer.add(record)
    writer.finish()
    return {
        "cell": author.cell.hex(),
        "sealing seeds": [seed.hex() for seed in BUNDLE_DEVICES],
        "exporter": BUNDLE_ABOUT.exporter.hex(),
        "made ms": BUNDLE_ABOUT.made_ms,
        "digest": BUNDLE_ABOUT.digest.hex(),
        "key": head.key.hex(),
        "file": stream.getvalue().hex(),
    }


FILES = {
    "doors": doors,
    "channel": channel,
    "pairing": pairing,
    "discovery": discovery,
    "invitations": invitations,
    "frames": frames,
    "refused": refused,
    "bundle": bundle,
}


def kept(name: str) -> Json:
    """Return the vectors of that file."""
    content: Json = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return content


def main() -> None:
    """Write the files that are not there yet; a kept one is never replaced."""
    for name, made in FILES.items():
        path = FOLDER / f"{name}.json"
        if not path.exists():
            path.write_text(json.dumps(made(), indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
