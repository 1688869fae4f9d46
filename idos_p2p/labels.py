"""The label that opens everything signed, hashed or derived, so that nothing stands for something else."""

from __future__ import annotations

import hashlib
import hmac
from enum import Enum


class Label(Enum):
    """Every label of format 1; a test proves that no label is a prefix of another."""

    ENTRY_ID = "entry id"
    PAYLOAD = "payload"
    SEGMENT = "segment"
    HEIGHTS = "heights"
    INVITE_KEY = "invite key"
    INVITE_KNOCK = "invite knock"
    INVITE_PROOF = "invite proof"
    SUCCESSOR = "successor"
    ADD_DEVICE = "add device"
    ELECTORATE = "electorate"
    CHANNEL_KNOCK = "channel knock"
    CHANNEL_KEY = "channel key"
    CHANNEL_CLIENT = "channel client"
    CHANNEL_SERVER = "channel server"
    CHANNEL_TAG = "channel tag"
    PAIRING_KNOCK = "pairing knock"
    PAIRING_MARK = "pairing mark"
    PAIRING_KEY = "pairing key"
    PROBE_KNOCK = "probe knock"
    MDNS = "mdns"
    LISTENING_PORT = "listening port"
    KEYSTORE = "keystore"
    STORE_SALT = "store salt"
    BLOB_NAME = "blob name"
    SEALED_BOX = "sealed box"
    BUNDLE = "bundle"
    BUNDLE_ABOUT = "bundle about"
    BUNDLE_END = "bundle end"
    FOLDER_NAME = "folder name"

    @property
    def prefix(self) -> bytes:
        """The bytes written before what is hashed or signed."""
        return b"IDOS-P2P/1 " + self.value.encode() + b"\0"


def digest(label: Label, *parts: bytes) -> bytes:
    """Return SHA-256(label ‖ parts), 32 bytes. The parts must be of fixed length, or the last one alone free."""
    state = hashlib.sha256(label.prefix)
    for part in parts:
        state.update(part)
    return state.digest()


def keyed(label: Label, key: bytes, *parts: bytes) -> bytes:
    """Return HMAC-SHA-256(key, label ‖ parts), 32 bytes."""
    return hmac.digest(key, label.prefix + b"".join(parts), "sha256")
