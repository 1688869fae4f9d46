"""The write rule: what the headers of a record's entries say by themselves (device, record, kind, owner)."""

from __future__ import annotations

from typing import Protocol

from idos_p2p.ids import DeviceId, PersonId, RecordName
from idos_p2p.log.entry import Entry, Header
from idos_p2p.records.kinds import SHARED, kind_of
from idos_p2p.records.verdicts import UnknownKind, Verdict, Void, Waiting


class Writers(Protocol):
    """Who may write, as the acts of authority say."""

    def effective(self, device: DeviceId) -> bool:
        """Tell whether what this device writes counts."""
        ...

    def person_of(self, device: DeviceId) -> PersonId | None:
        """Return whose device this is."""
        ...

    def erased(self, record: RecordName) -> bool:
        """Tell whether its owner erased this record; of a shared one, which nobody owns, this says nothing."""
        ...


class WriteRule:
    """Judges the headers of the entries of one record that one entry created, or that nothing created yet."""

    def __init__(self, creation: Header | None, writers: Writers) -> None:
        self._creation = creation
        self._writers = writers
        self._is_void = False

    def creation_is(self, verdict: Verdict) -> None:
        """Take note of what became of the creating entry, which is judged before all others."""
        self._is_void = isinstance(verdict, Void)

    def judge(self, entry: Entry) -> Verdict | None:
        """Return the verdict of the headers; None when it is for the body to say."""
        header, creation = entry.header, self._creation
        if not header.kind & SHARED and header.record and self._writers.erased(header.record):
            return Void("erased")  # whoever wrote it: no body of the record stays anywhere
        if not self._writers.effective(header.device):
            return Void("device")
        if creation is None:
            return Waiting("record")
        if header.kind != creation.kind:
            return Void("kind")
        if not header.kind & SHARED and not self._same_person(header.device, creation.device):
            return Void("owner")
        if self._is_void:
            return Void("record")
        return UnknownKind() if kind_of(header.kind) is None else None

    def _same_person(self, writer: DeviceId, owner: DeviceId) -> bool:
        person = self._writers.person_of(writer)
        return person is not None and person == self._writers.person_of(owner)
