"""A key and a shared folder in words: where one may write, what was written, what a file brings, what passed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePath

from idos_p2p.errors import RefusedError
from idos_p2p.ids import DeviceId
from sync.carry.folder import Exchanged
from sync.carry.reading import Reading
from sync.carry.series import FolderStatus
from sync.carry.writing import Written
from ui.words import quantities
from ui.words.catalogue import Words
from ui.words.clean import one_line, shortened

_PLUGGED = ("/media/", "/run/media/", "/Volumes/", "/mnt/")
_SHORT = 8  # digits of a computer whose person nobody knows


@dataclass(frozen=True, slots=True)
class Volume:
    """A disk that may be a key. ``free``: bytes."""

    root: str
    name: str
    free: int
    read_only: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What came of it. ``tone`` is that of a banner; ``lines`` follow, and ``rows`` name who wrote how much."""

    tone: str
    icon: str
    title: str
    lines: tuple[str, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()
    more: tuple[str, ...] = ()
    may_take: bool = False  # a preview of something that is new here


@dataclass(frozen=True, slots=True)
class FolderShown:
    """The shared folder. ``path`` is empty where there is none; ``trouble`` says why the last look ended early."""

    path: str
    name: str
    line: str
    trouble: str


def is_plugged(root: str, system: str) -> bool:
    """Return whether a disk with this root may be a key; ``system`` is the root of the system's own disk."""
    if root == system:
        return False
    letter = len(root) >= 2 and root[1] == ":"  # a drive of Windows
    return letter or f"{root}/".startswith(_PLUGGED)


def volume_line(words: Words, volume: Volume) -> str:
    """Return what is said of a key under its name."""
    if volume.read_only:
        return words.say("key_read_only")
    return words.say("key_free", size=quantities.byte_size(words, volume.free))


def bundle_line(words: Words, path: Path, volumes: tuple[Volume, ...]) -> str:
    """Return on which key a file lies."""
    name = next((volume.name for volume in volumes if PurePath(volume.root) == path.parent), str(path.parent))
    return words.say("key_on", name=shortened(name, 60))


def written(words: Words, done: Written) -> Told:
    """Return what is said of a bundle that lies at its place: what holds it may be taken out."""
    size = quantities.byte_size(words, done.size)
    lines = [_counted(words, "carry_written", done.entries, path=one_line(str(done.path)), size=size)]
    lines.append(_counted(words, "carry_for", done.devices))
    if done.attachments:
        lines.append(_counted(words, "carry_with_attachments", done.attachments))
    if done.left_out:
        lines.append(_counted(words, "carry_without_attachments", done.left_out))
    return Told("equal", "circle-check", words.say("carry_take_out"), tuple(lines))


def previewed(words: Words, reading: Reading, names: Mapping[DeviceId, str], today: date) -> Told:
    """Return what a file would bring; nothing of it was kept."""
    count = sum(reading.news.values())
    title = _counted(words, "carry_would", count) if count else _nothing(words, reading)
    more = [_counted(words, "carry_attachments_would", reading.attachments)] if reading.attachments else []
    if count:
        more.append(words.say("key_preview_kept"))
    more += _after(words, reading)
    return Told(
        tone="help" if reading.stopped else "here",
        icon="usb",
        title=title,
        lines=_from(words, reading, names, today),
        rows=_by_person(words, reading.news, names),
        more=tuple(more),
        may_take=bool(count or reading.attachments),
    )


def taken(words: Words, reading: Reading, names: Mapping[DeviceId, str], today: date) -> Told:
    """Return what a file brought."""
    count = sum(reading.news.values())
    title = _counted(words, "carry_kept", count) if count else _nothing(words, reading)
    more = [_counted(words, "carry_attachments_kept", reading.attachments)] if reading.attachments else []
    more += _after(words, reading)
    if not reading.stopped:
        more.append(words.say("carry_take_out"))
    tone, icon = ("help", "triangle-alert") if reading.stopped else ("equal", "circle-check")
    lines = _from(words, reading, names, today)
    return Told(tone, icon, title, lines, _by_person(words, reading.news, names), tuple(more))


def exchanged(words: Words, done: Exchanged, names: Mapping[DeviceId, str]) -> Told:
    """Return what a look at the shared folder brought."""
    received = sum(done.news.values())
    more = [_counted(words, "carry_attachments_kept", done.attachments)] if done.attachments else []
    if done.size:
        more.append(words.say("folder_written", size=quantities.byte_size(words, done.size)))
    more += [_counted(words, f"folder_{name}", count) for name, count in _odd(done) if count]
    if done.held_up:
        more.append(_sentence(words, done.held_up))
    title = _counted(words, "carry_kept", received) if received else words.say("folder_ready")
    if not received and not more:
        more.append(words.say("folder_nothing"))
    tone, icon = ("help", "triangle-alert") if done.held_up else ("equal", "folder-sync")
    return Told(tone, icon, title, (), _by_person(words, done.news, names), tuple(more))


def folder(words: Words, status: FolderStatus, today: date) -> FolderShown:
    """Return what is said of the shared folder."""
    if status.folder is None:
        return FolderShown("", "", words.say("folder_why"), "")
    path = one_line(str(status.folder))
    line = words.say("folder_not_yet")
    if status.looked_ms is not None:
        moment = quantities.local(status.looked_ms)
        day, time = quantities.day(words, moment.date(), today), quantities.time_of_day(moment)
        line = words.say("folder_looked_at", day=day, time=time)
    trouble = words.error(status.code, {"path": path}) if status.code else ""
    return FolderShown(path, shortened(status.folder.name or path, 60), line, trouble)


def _odd(done: Exchanged) -> tuple[tuple[str, int], ...]:
    return (("unready", done.unready), ("closed", done.closed))


def _counted(words: Words, key: str, count: int, **fields: object) -> str:
    return words.say(key, count=count, number=quantities.number(words, count), **fields)


def _nothing(words: Words, reading: Reading) -> str:
    if reading.stopped:
        return words.say("carry_none_before")
    return words.say("carry_equal" if reading.equal else "carry_nothing_new")


def _from(words: Words, reading: Reading, names: Mapping[DeviceId, str], today: date) -> tuple[str, ...]:
    made = quantities.local(reading.made_ms)
    day, time = quantities.day(words, made.date(), today), quantities.time_of_day(made)
    told = words.say("key_from", who=_who(words, reading.exporter, names), day=day, time=time)
    return (told,) if reading.exporter in names else (told, words.say("carry_from_nobody"))


def _after(words: Words, reading: Reading) -> list[str]:
    stopped = [_sentence(words, reading.stopped)] if reading.stopped else []
    return [*stopped, *([_counted(words, "carry_lacking", reading.lacking)] if reading.lacking else [])]


def _by_person(
    words: Words, news: Mapping[DeviceId, int], names: Mapping[DeviceId, str]
) -> tuple[tuple[str, str], ...]:
    """Return how many entries each person wrote, the most first."""
    counted: Counter[str] = Counter()
    for device, count in news.items():
        counted[_who(words, device, names)] += count
    ordered = sorted(counted.items(), key=lambda each: (-each[1], each[0]))
    return tuple((who, _counted(words, "carry_line", count)) for who, count in ordered)


def _who(words: Words, device: DeviceId, names: Mapping[DeviceId, str]) -> str:
    return shortened(names.get(device, ""), 60) or words.say("carry_unknown", device=device.hex()[:_SHORT])


def _sentence(words: Words, fault: RefusedError) -> str:
    return words.error(fault.code, {name: one_line(str(value)) for name, value in fault.fields.items()})
