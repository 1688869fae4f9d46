"""Small numbers for devices and for the branches of their logs, so that every key of the store is one integer."""

from __future__ import annotations

from idos_p2p.errors import BugError
from idos_p2p.ids import DeviceId, RecordName
from idos_p2p.store.database import Database

SEQ_BITS = 32
_SEQ_MASK = (1 << SEQ_BITS) - 1


def key_of(chain: int, seq: int) -> int:
    """Return the key of the entry at this place of a chain."""
    return chain << SEQ_BITS | seq


def chain_of(key: int) -> int:
    """Return the chain that holds the entry of this key."""
    return key >> SEQ_BITS


def seq_of(key: int) -> int:
    """Return the place of the entry of this key."""
    return key & _SEQ_MASK


def span(chain: int) -> tuple[int, int]:
    """Return the first and the last key that a chain's entries may have."""
    return key_of(chain, 0), key_of(chain, _SEQ_MASK)


class Devices:
    """Numbers chains in order of arrival: a device's first, then one for each other branch of its log.

    They stay numbered. A key is a chain's number << 32 | seq. A device's first chain numbers its records too, on
    whichever branch they were created, even before its log has come.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._devices: dict[int, DeviceId] = {}
        self._chains: dict[DeviceId, tuple[int, ...]] = {}
        for number, key in database.rows("SELECT number, key FROM device ORDER BY number"):
            self._note(DeviceId(key), number)

    def chains(self, device: DeviceId) -> tuple[int, ...]:
        """Return the device's chains, by position of their branch; the first may have no entry yet."""
        return self._chains.get(device, ())

    def first(self, device: DeviceId) -> int:
        """Return the device's first chain, numbered now if it is not; then it needs a transaction."""
        known = self._chains.get(device)
        return known[0] if known else self.begin(device, None, 0)

    def begin(self, device: DeviceId, parent: int | None, first: int) -> int:
        """Number one more chain of the device, which leaves its parent at the place ``first``."""
        number = len(self._devices) + 1
        self._database.write(
            "INSERT INTO device (number, key, parent, first) VALUES (?, ?, ?, ?)", (number, device, parent, first)
        )
        self._note(device, number)
        self._database.undo.remember(lambda: self._forget(device, number))
        return number

    def key(self, record: RecordName) -> int:
        """Return the key of a record's name; its device is numbered if need be."""
        chains = self._chains.get(record.device)
        return key_of(chains[0] if chains else self.first(record.device), record.seq)

    def known_key(self, record: RecordName) -> int | None:
        """Return the key of a record's name, or None when its device has no number."""
        chains = self._chains.get(record.device)
        return None if chains is None else key_of(chains[0], record.seq)

    def record(self, key: int) -> RecordName:
        """Return the name of the record that has this key, or that the entry of this key created."""
        return RecordName(self.device(chain_of(key)), seq_of(key))

    def device(self, chain: int) -> DeviceId:
        """Return whose chain this is."""
        try:
            return self._devices[chain]
        except KeyError as error:
            raise BugError("store_device_number", number=chain) from error

    def _note(self, device: DeviceId, number: int) -> None:
        self._devices[number] = device
        self._chains[device] = (*self._chains.get(device, ()), number)

    def _forget(self, device: DeviceId, number: int) -> None:
        del self._devices[number]
        left = self._chains[device][:-1]
        if left:
            self._chains[device] = left
        else:
            del self._chains[device]
