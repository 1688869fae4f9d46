"""Small numbers for devices, so that every key of the store is one integer."""

from __future__ import annotations

from idos_p2p.errors import BugError
from idos_p2p.ids import Address, DeviceId, RecordName
from idos_p2p.store.database import Database

SEQ_BITS = 32
_SEQ_MASK = (1 << SEQ_BITS) - 1


class Devices:
    """Numbers devices in order of arrival; they stay numbered. A key is number << 32 | seq."""

    def __init__(self, database: Database) -> None:
        self._database = database
        rows = database.rows("SELECT number, key FROM device")
        self._devices: dict[int, DeviceId] = {number: DeviceId(key) for number, key in rows}
        self._numbers: dict[DeviceId, int] = {device: number for number, device in self._devices.items()}

    def number(self, device: DeviceId) -> int:
        """Return the device's number, given now if it has none; then it needs a transaction."""
        known = self._numbers.get(device)
        if known is not None:
            return known
        number = len(self._numbers) + 1
        self._database.write("INSERT INTO device (number, key) VALUES (?, ?)", (number, device))
        self._numbers[device] = number
        self._devices[number] = device
        self._database.undo.remember(lambda: self._forget(device, number))
        return number

    def key(self, name: Address | RecordName) -> int:
        """Return the key of an entry or a record; its device is numbered if need be."""
        return self.number(name.device) << SEQ_BITS | name.seq

    def known_key(self, name: Address | RecordName) -> int | None:
        """Return the key of an entry or a record, or None when its device has no number."""
        number = self._numbers.get(name.device)
        return None if number is None else number << SEQ_BITS | name.seq

    def span(self, device: DeviceId) -> tuple[int, int] | None:
        """Return the first and the last key that the device's entries may have, or None when it has no number."""
        number = self._numbers.get(device)
        return None if number is None else (number << SEQ_BITS, number << SEQ_BITS | _SEQ_MASK)

    def address(self, key: int) -> Address:
        """Return where the entry of this key stands."""
        return Address(self._device(key), key & _SEQ_MASK)

    def record(self, key: int) -> RecordName:
        """Return the name of the record of this key."""
        return RecordName(self._device(key), key & _SEQ_MASK)

    def _device(self, key: int) -> DeviceId:
        try:
            return self._devices[key >> SEQ_BITS]
        except KeyError as error:
            raise BugError("store_device_number", number=key >> SEQ_BITS) from error

    def _forget(self, device: DeviceId, number: int) -> None:
        del self._numbers[device]
        del self._devices[number]
