"""Attachments, last of all: asking a peer for those we lack, chunk by chunk, and answering for those that it lacks.

One question at a time each way: an attachment, and from which chunk on; then as many chunks as a window holds, or that
it is absent. Who has nothing to ask says so, where records name any attachment at all, so that both know when a meeting
is over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from idos_p2p.errors import PeerFault
from idos_p2p.ids import BlobHash
from idos_p2p.limits import ATTACHMENT_CHUNK_BYTES
from sync.protocol.limits import BLOB_WINDOW, MAX_ASKABLE, MAX_TOLD_ABSENT
from sync.protocol.messages import BlobAbsent, BlobChunk, BlobHere, BlobMessage, BlobsSettled, WantBlob


@dataclass(frozen=True, slots=True)
class ChunkArrived:
    """The peer sent the next chunk of an attachment that we asked for; nothing of it is verified yet."""

    blob: BlobHash
    number: int
    size: int  # of the whole, as the peer says
    data: bytes
    last: bool  # of the attachment


@dataclass(frozen=True, slots=True)
class AttachmentAbsent:
    """The peer does not have the attachment that we asked for, or not any more."""

    blob: BlobHash


@dataclass(frozen=True, slots=True)
class AttachmentsMoved:
    """Something was said about attachments: there may be one to ask for, or to give."""


BlobEvent = ChunkArrived | AttachmentAbsent | AttachmentsMoved


@dataclass(slots=True)
class _Question:
    blob: BlobHash
    next: int
    end: int
    size: int | None = None


def chunks(size: int) -> int:
    """Return how many chunks an attachment of so many bytes has: at least one."""
    return max(1, -(-size // ATTACHMENT_CHUNK_BYTES))


class Attachments:
    """Both sides of it, in one session."""

    def __init__(
        self, say: Callable[[BlobMessage], None], *, equal: Callable[[], bytes], may_tell: Callable[[], bool]
    ) -> None:
        """``equal``: the digest of what both hold, none when they differ; ``may_tell``: whether the peer is trusted."""
        self._say = say
        self._equal = equal
        self._may_tell = may_tell
        self._named = False  # whether records name any: where none does, nothing of this is ever said
        self._known = False  # whether it was looked up what we lack
        self._left: dict[BlobHash, None] = {}  # missing here, and not asked of this peer in vain
        self._vain: set[BlobHash] = set()
        self._asked: _Question | None = None
        self._said = self._heard = b""  # the digests with which each side last had nothing to ask
        self._absent: list[BlobHash] = []  # what the peer asked for in vain, the latest last
        self._wanted: tuple[BlobHash, int] | None = None

    @property
    def settled(self) -> bool:
        """Whether both sides have said that they ask for nothing more; true where no record names any attachment."""
        return self._nothing_left and (not self._named or (self._said == self._heard == self._equal() != b""))

    @property
    def askable(self) -> tuple[BlobHash, ...]:
        """Some that the peer can be asked for: none before both hold the same logs, and while it answers."""
        if not self._known or self._asked or not self._equal() or not self._may_tell():
            return ()
        return tuple(islice(self._left, MAX_ASKABLE))

    @property
    def wanted(self) -> tuple[BlobHash, int] | None:
        """The attachment that the peer asks for, and from which chunk on; who is not trusted is given none."""
        return self._wanted

    @property
    def told_absent(self) -> tuple[BlobHash, ...]:
        """What the peer asked for and we did not have: it is told when it comes."""
        return tuple(self._absent)

    def need(self, missing: Sequence[BlobHash], *, named: bool, came: Sequence[BlobHash] = ()) -> None:
        """Say what is missing, whether records name any, and which of those told absent are here by now."""
        self._known, self._named = True, named
        self._left = dict.fromkeys(blob for blob in missing if blob not in self._vain)
        for blob in [each for each in self._absent if each in came]:
            self._absent.remove(blob)
            self._say(BlobHere(blob))

    def forget(self) -> None:
        """Say that what is missing has to be looked up again, for what records say has changed."""
        self._known = False

    def settle(self) -> None:
        """Tell the peer that there is nothing to ask it for, when that is so and not said yet."""
        digest = self._equal()
        if digest and digest != self._said and self._named and self._nothing_left and self._may_tell():
            self._said = digest
            self._say(BlobsSettled(digest))

    def ask(self, blob: BlobHash, first: int) -> None:
        """Ask for one that is askable, from this chunk on."""
        self._said = b""
        self._asked = _Question(blob, first, first + BLOB_WINDOW)
        self._say(WantBlob(blob, first))

    def give_up(self, blob: BlobHash) -> None:
        """Ask this peer no more for that one."""
        self._vain.add(blob)
        self._left.pop(blob, None)

    def give(self, size: int, found: Sequence[bytes]) -> None:
        """Answer with these chunks of an attachment of so many bytes; none where it is absent.

        A peer that is not trusted is told that it is, whatever was found.
        """
        if self._wanted is None:
            return
        found = found if self._may_tell() else ()
        (blob, first), self._wanted = self._wanted, None
        for place, data in enumerate(found):
            self._say(BlobChunk(blob, first + place, size, data))
        if not found:
            self._absent = [*(each for each in self._absent if each != blob), blob][-MAX_TOLD_ABSENT:]
            self._say(BlobAbsent(blob))

    def heard(self, message: BlobMessage) -> Iterator[BlobEvent]:
        """Take what the peer says. Raises PeerFault for what was not asked, or is not what it must be."""
        match message:
            case WantBlob(hash=blob, first=first):
                self._on_question(BlobHash(blob), first)
            case BlobsSettled(digest=digest):
                self._heard = digest
            case BlobHere(hash=blob):
                if blob not in self._vain:
                    raise PeerFault("blob_unasked")
                self._vain.discard(BlobHash(blob))
                self._left[BlobHash(blob)] = None  # no longer missing perhaps: found out before it is asked for
            case BlobAbsent(hash=blob):
                absent = self._question(blob).blob
                self.give_up(absent)
                self._asked = None
                yield AttachmentAbsent(absent)
            case BlobChunk():
                yield self._on_chunk(self._question(message.hash), message)
        yield AttachmentsMoved()

    @property
    def _nothing_left(self) -> bool:
        return self._known and self._asked is None and not self._left

    def _on_question(self, blob: BlobHash, first: int) -> None:
        if self._wanted:
            raise PeerFault("want_repeated")
        self._heard = b""
        self._wanted = blob, first

    def _question(self, blob: bytes) -> _Question:
        if self._asked is None or blob != self._asked.blob:
            raise PeerFault("blob_unasked")
        return self._asked

    def _on_chunk(self, asked: _Question, chunk: BlobChunk) -> ChunkArrived:
        """Take a chunk that must be the next one, and as long as it must be."""
        whole = min(ATTACHMENT_CHUNK_BYTES, chunk.size - chunk.number * ATTACHMENT_CHUNK_BYTES)
        same = asked.size is None or chunk.size == asked.size
        if not same or chunk.number != asked.next or chunk.number >= chunks(chunk.size) or len(chunk.data) != whole:
            raise PeerFault("blob_chunk")
        asked.size = chunk.size
        asked.next += 1
        last = asked.next == chunks(chunk.size)
        if last or asked.next == asked.end:
            self._asked = None
        return ChunkArrived(asked.blob, chunk.number, chunk.size, chunk.data, last)
