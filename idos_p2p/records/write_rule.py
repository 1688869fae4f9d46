"""The write rule: what the headers of a record's entries say by themselves (device, record, kind, owner, cut)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from idos_p2p.ids import DeviceId, EntryId, PersonId, RecordName
from idos_p2p.log.entry import Entry, Header
from idos_p2p.records.kinds import SHARED, kind_of
from idos_p2p.records.verdicts import UnknownKind, Verdict, Void, Waiting


class Writers(Protocol):
    """Who may write, as the acts of authority say."""

    def person_of(self, device: DeviceId) -> PersonId | None:
        """Return for whom this device writes, or wrote before its cut; None for a device of nobody."""
        ...

    def belongs(self, person: PersonId) -> bool:
        """Tell whether this person is of the cell now."""
        ...

    def erased(self, record: RecordName) -> bool:
        """Tell whether its owner erased this record; of a shared one, which nobody owns, this says nothing."""
        ...

    def forgot(self, record: RecordName) -> bool:
        """Tell whether the cell decided to erase this record, owned or shared."""
        ...


def is_erased(header: Header, writers: Writers) -> bool:
    """Tell whether the body of an entry with this header is to be nowhere: its record was erased, whoever wrote it."""
    if header.record is None:
        return False
    return writers.forgot(header.record) or (not header.kind & SHARED and writers.erased(header.record))


class WriteRule:
    """Judges the headers of the entries of one record that one entry created, or that nothing created yet.

    ``cut`` says what becomes of those that do not count, or not yet, because the log of their device was cut.
    """

    def __init__(self, creation: Header | None, writers: Writers, cut: Mapping[EntryId, Verdict]) -> None:
        self._creation = creation
        self._writers = writers
        self._cut = cut
        self._is_void = False

    def creation_is(self, verdict: Verdict) -> None:
        """Take note of what became of the creating entry, which is judged before all others."""
        self._is_void = isinstance(verdict, Void)

    def judge(self, entry: Entry) -> Verdict | None:
        """Return the verdict of the headers; None when it is for the body to say."""
        header, creation = entry.header, self._creation
        if is_erased(header, self._writers):
            return Void("erased")
        if self._writers.person_of(header.device) is None:
            return Void("device")
        if entry.id in self._cut:
            return self._cut[entry.id]
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
