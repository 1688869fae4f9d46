"""Makes the golden vectors of format 1 from fixed seeds: ``python -m tests.data.vectors.make``.

Run once for a format; the files are then kept for ever. A change of them is a change of format, which needs a new
version (``log/entry.py``), never a new run of this script.
"""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from random import Random

from idos_p2p.governance.matters import Chamber
from idos_p2p.ids import ABSENT, Address, BlobHash, DeviceId, EntryId, RecordName
from idos_p2p.labels import Label, digest, keyed
from idos_p2p.log.chain import Height
from idos_p2p.log.entry import Entry, Payload
from idos_p2p.log.heights import heights_digest
from idos_p2p.log.segment import Sealed
from idos_p2p.services.carry import Piece
from sync.carry.bundle import About, make_head
from sync.carry.manifest import (
    BundleWriter,
    Manifest,
    Place,
    chunk_record,
    missing_records,
    piece_record,
    places_records,
    readers_record,
)
from sync.protocol.messages import (
    AddressRow,
    Ask,
    AskDevice,
    BlobAbsent,
    BlobChunk,
    BlobHere,
    BlobsSettled,
    Bodies,
    BodyRow,
    Bye,
    DeviceAdded,
    Follow,
    Have,
    HeightRow,
    HeightsMessage,
    Hello,
    Locator,
    Message,
    OfferMessage,
    PointRow,
    SecretRow,
    SegmentMessage,
    Unfollow,
    Want,
    WantBlob,
    Welcome,
    encode,
)
from tests.unit.log.authors import (
    CONTRIBUTION,
    NOON,
    Author,
    admit_body,
    columns_of,
    founder,
    invitation,
    invite_body,
)

FOLDER = Path(__file__).parent
Json = dict[str, object]


def labels() -> Json:
    """Return the prefix of every label, and one digest and one keyed digest."""
    return {
        "prefixes": {label.name: label.prefix.hex() for label in Label},
        "digest of ab": digest(Label.ENTRY_ID, b"a", b"b").hex(),
        "keyed of ab": keyed(Label.CHANNEL_KNOCK, bytes(range(32)), b"a", b"b").hex(),
    }


def identity() -> Json:
    """Return what is derived from fixed seeds: keys, a signature, an invitation and its link."""
    ana = Author(1, founder()[0].cell)
    link = invitation(ana.cell)
    return {
        "device of seed 1": ana.device.hex(),
        "signature of 'hello'": ana.key.sign(b"hello").hex(),
        "sealing key of seed 1": ana.sealing.hex(),
        "link": link.link(),
        "invite keys": [link.key(number).device.hex() for number in (0, 1, 49)],
        "invite knock": link.knock.hex(),
    }


def entries() -> Json:
    """Return entries of each act and of records: header, id, payload and its hash."""
    ana, genesis = founder()
    link = invitation(ana.cell)
    invite = ana.act(invite_body(link, 2))
    luc = Author(2, ana.cell)
    start = luc.act(luc.start(link, invite.id), invite.id)
    admit = ana.act(admit_body(start.id), start.id)
    created = ana.entries(ana.creation("Le jardin partagé".encode()))[0]
    changed = luc.entries(luc.change(RecordName(ana.device, created.header.seq)))[0]
    named = {
        "genesis": genesis,
        "invite": invite,
        "start": start,
        "admit": admit,
        "created": created,
        "changed": changed,
    }
    return {name: _entry(entry) for name, entry in named.items()}


def _entry(entry: Entry) -> Json:
    payload = entry.payload or Payload(b"", b"")
    return {
        "header": entry.header.encode().hex(),
        "id": entry.id.hex(),
        "salt": payload.salt.hex(),
        "body": payload.body.hex(),
        "payload hash": payload.hash().hex(),
    }


def segments() -> Json:
    """Return a segment of one entry and one of three: columns, and the blob as this computer's zstd made it."""
    ana, genesis = founder()
    luc = Author(2, ana.cell)
    one, _ = luc.write(luc.creation(b"one"))
    three, _ = luc.write(
        luc.change(RecordName(ana.device, 5), b"of another's record", time_ms=NOON - 10),
        luc.act_draft(admit_body(EntryId(b"s" * 32), Chamber.CARRYING), genesis.id, EntryId(b"r" * 32)),
        luc.creation("mon épicerie".encode(), CONTRIBUTION, NOON + 5),
    )
    return {"one": _segment(one, ana, ABSENT), "three": _segment(three, ana, _luc_head(ana))}


def _luc_head(ana: Author) -> bytes:
    """Return the id of the entry before the second segment."""
    luc = Author(2, ana.cell)
    return luc.entries(luc.creation(b"one"))[-1].id


def _segment(sealed: Sealed, ana: Author, back: bytes) -> Json:
    return {
        "cell": ana.cell.hex(),
        "back": back.hex(),
        "device": sealed.device.hex(),
        "first": sealed.first_seq,
        "count": sealed.count,
        "signature": sealed.signature.hex(),
        "columns": columns_of(sealed).hex(),
        "blob": sealed.blob.hex(),
    }


def heights() -> Json:
    """Return the digest of no log, and of two."""
    some = {
        DeviceId(b"b" * 32): (Height(3, EntryId(b"3" * 32)),),
        DeviceId(b"a" * 32): (Height(70_000, EntryId(b"7" * 32)),),
    }
    return {"none": heights_digest({}).hex(), "two": heights_digest(some).hex()}


def branches() -> Json:
    """Return the digest of a log with two heads, and of logs that lack bodies."""
    forked = {DeviceId(b"b" * 32): (Height(3, EntryId(b"3" * 32)), Height(4, EntryId(b"4" * 32)))}
    lacking = [Address(DeviceId(b"b" * 32), 2), Address(DeviceId(b"a" * 32), 65_536)]
    return {
        "forked": heights_digest(forked).hex(),
        "forked and lacking": heights_digest(forked, lacking).hex(),
        "lacking alone": heights_digest({}, lacking[:1]).hex(),
    }


def example_messages() -> dict[str, Message]:
    """Return one message of each type."""
    return {
        "hello": Hello(bytes(range(16))),
        "heights": HeightsMessage((HeightRow(b"a" * 32, 1, b"b" * 32), HeightRow(b"c" * 32, 2**32 - 1, b"d" * 32))),
        "no heights": HeightsMessage(()),
        "segment": SegmentMessage(b"as it is stored"),
        "have": Have(bytes(range(16, 32)), 258),
        "follow": Follow((b"a" * 32, b"b" * 32)),
        "unfollow": Unfollow((b"a" * 32,)),
        "bye": Bye("closing"),
        "heights of a fork": HeightsMessage((HeightRow(b"a" * 32, 1, b"b" * 32), HeightRow(b"a" * 32, 1, b"c" * 32))),
        "locator": Locator(b"a" * 32, (PointRow(1, b"b" * 32), PointRow(2**32 - 1, b"c" * 32))),
        "empty locator": Locator(b"a" * 32, ()),
        "want": Want((AddressRow(b"a" * 32, 0), AddressRow(b"a" * 32, 2**32 - 1))),
        "bodies": Bodies((BodyRow(b"a" * 32, 0, b"s" * 16, b""), BodyRow(b"a" * 32, 300, b"t" * 16, b"a body"))),
        "end of bodies": Bodies(()),
        "want blob": WantBlob(b"h" * 32, 99),
        "blob chunk": BlobChunk(b"h" * 32, 0, 7, b"content"),
        "blob absent": BlobAbsent(b"h" * 32),
        "blob here": BlobHere(b"h" * 32),
        "blobs settled": BlobsSettled(bytes(range(16))),
        "ask": Ask("Zoé 🌱"),
        "offer": OfferMessage(b"i" * 32, 300),
        "welcome": Welcome((SecretRow(b"0", b"s" * 32),)),
        "ask device": AskDevice(b"x" * 32, b"p" * 64),
        "device added": DeviceAdded(b"a" * 32, b"o" * 32),
    }


def messages() -> Json:
    """Return the frame of one message of each type."""
    return {name: encode(message).hex() for name, message in example_messages().items()}


def bundle() -> Json:
    """Return a bundle for one device with a record of each type, and what is in it."""
    ana, cell = Author(1, founder()[0].cell), founder()[0].cell
    device = DeviceId(ana.device)
    about = About(device, NOON, b"digest of it all")
    head = make_head(cell, about, [ana.sealing], Random(1).randbytes)
    stream = BytesIO()
    writer = BundleWriter(stream, cell, head, Manifest(7), ana.key)
    place = Place(BlobHash(b"b" * 32), 300_000, b"k" * 32)
    content = [
        readers_record([device]),
        piece_record(Piece(EntryId(b"i" * 32), b"a segment")),
        *missing_records([Address(device, 3)]),
        *places_records([place]),
        chunk_record(BlobHash(b"a" * 32), 5, 0, b"bytes"),
    ]
    for record in content:
        writer.add(record)
    writer.finish()
    return {
        "cell": cell.hex(),
        "device": device.hex(),
        "sealing seed": (1).to_bytes(32, "little").hex(),
        "key": head.key.hex(),
        "records": [[record.type, record.body.hex()] for record in content],
        "name of the place": place.name,
        "file": stream.getvalue().hex(),
    }


FILES = {
    "bundle": bundle,
    "labels": labels,
    "identity": identity,
    "entries": entries,
    "segments": segments,
    "heights": heights,
    "branches": branches,
    "messages": messages,
}


def kept(name: str) -> Json:
    """Return the vectors of that file."""
    content: Json = json.loads((FOLDER / f"{name}.json").read_text())
    return content


def main() -> None:
    """Write the files that are not there yet; a kept one is never replaced."""
    for name, make in FILES.items():
        path = FOLDER / f"{name}.json"
        if not path.exists():
            path.write_text(json.dumps(make(), indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
