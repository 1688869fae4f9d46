"""Names of attachments: whatever somebody calls a file, it is written where it should be and nothing acts on it."""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from idos_p2p.ids import BlobHash
from idos_p2p.limits import MAX_FILE_NAME_BYTES
from idos_p2p.records.attachments import UNNAMED, Named, media_type, named, numbered, safe_name
from idos_p2p.records.fields import accept
from idos_p2p.records.kinds import BY_NAME

HASH = BlobHash(b"\xab" * 32)
WINDOWS = [
    "CON", "con", "Con.txt", "PRN", "AUX.tar.gz", "NUL", "nul .txt", "COM1", "com9.log", "COM0", "LPT1", "LPT9.prn",
    "COM¹", "LPT².txt", "CONIN$", "CONOUT$.txt", "CLOCK$", "aux.", "nul ", " con", "...con",
]  # fmt: skip
PATHS = [
    "../../etc/passwd", "..\\..\\boot.ini", "/etc/passwd", "C:\\Windows\\win.ini", "a/b/c.pdf", "\\\\server\\share",
    "..", ".", "", "   ", "...", ".bashrc", "~root", "-rf", "file:stream", "photo.jpg\x00.exe", "a\nb", "a\tb",
    "photo\u202egpj.exe", "a\u200bb", "\ufefffile", "x" * 500, "é" * 200, "ж.pdf", "x" * 300 + ".pdf",
    "a.b." + "c" * 300, "\udcff\udcfe", "nom.", "nom ", "nom. . .", "e\u0301", "a" * 119 + "e\u0301",
    "👩\u200d🌾" * 40, "<>:\"/\\|?*",
]  # fmt: skip


def assert_safe(name: str) -> None:
    assert name
    assert name not in {".", ".."}
    assert len(name.encode()) <= MAX_FILE_NAME_BYTES
    assert unicodedata.is_normalized("NFC", name)
    assert not set(name) & set('<>:"/\\|?*\x00\n\r\t')
    assert all(unicodedata.category(sign) not in {"Cc", "Cs"} for sign in name)
    assert not any(unicodedata.bidirectional(sign) in {"RLO", "LRO", "RLE", "LRE", "PDF", "RLI"} for sign in name)
    assert not name.startswith((".", " "))
    assert not name.endswith((".", " "))
    assert not PureWindowsPath(name).is_reserved()
    assert PurePosixPath(name).name == PureWindowsPath(name).name == name
    assert safe_name(name) == name


@pytest.mark.parametrize("name", WINDOWS + PATHS)
def test_a_name_meant_to_harm_is_made_safe(name: str) -> None:
    assert_safe(safe_name(name))


@given(name=st.text(max_size=300))
@example(name="CON\u0301")
@example(name="." + "\u0301" * 200)
@example(name="a" * 99 + "\u200d.pdf")
def test_any_name_is_made_safe_once_and_for_all(name: str) -> None:
    assert_safe(safe_name(name))


@given(
    stem=st.sampled_from(["..", "CON", "nul", "/", "\\", " ", "é", "a" * 118, "\u202e", ".", "COM1", "🌱"]),
    middle=st.text(alphabet='./\\:*?"<>| \u0301\u200d', max_size=8),
    suffix=st.sampled_from(["", ".pdf", ".", " ", ".CON", ".tar.gz", "." + "x" * 40]),
)
def test_any_mixture_of_what_harms_is_made_safe(stem: str, middle: str, suffix: str) -> None:
    assert_safe(safe_name(stem + middle + suffix))


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("Reçu d'été 2026.pdf", "Reçu d'été 2026.pdf"),
        ("photo_1.JPG", "photo_1.JPG"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("CON.txt", "_CON.txt"),
        ("console.txt", "console.txt"),
        (".profile", "profile"),
        ("", UNNAMED),
        ("...", UNNAMED),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ("👩\u200d🌾.png", "👩\u200d🌾.png"),
    ],
)
def test_an_ordinary_name_stays_and_another_is_still_recognised(given_name: str, kept: str) -> None:
    assert safe_name(given_name) == kept


@given(name=st.text(max_size=300))
def test_what_a_record_says_of_an_attachment_is_accepted_and_read_again(name: str) -> None:
    one = Named(safe_name(name), HASH)
    values = accept(BY_NAME["page"], {"title": "a", "attachments": [one.member]}, partial=False)
    assert named(values["attachments"]) == [one]


def test_what_is_not_written_as_an_attachment_is_left_out() -> None:
    good = Named("a.png", HASH)
    assert named([f"{HASH.hex()} ../a.png", "?", "", HASH.hex(), f"{HASH.hex().upper()} a", good.member]) == [
        Named("_a.png", HASH),
        good,
    ]
    assert named("text") == named(None) == named({"a": 1}) == []


def test_a_second_file_of_a_name_gets_a_number() -> None:
    assert numbered("photo.jpg", 2) == "photo (2).jpg"
    assert numbered("Makefile", 3) == "Makefile (3)"
    assert numbered("a.tar.gz", 2) == "a.tar (2).gz"


@pytest.mark.parametrize(
    ("opening", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "image/webp"),
        (b"RIFF\x10\0\0\0WAVE", "application/octet-stream"),
        (b"%PDF-1.7", "application/pdf"),
        (b"<svg xmlns=", "application/octet-stream"),
        (b"GIF89a", "application/octet-stream"),
        (b"MZ", "application/octet-stream"),
        (b"", "application/octet-stream"),
    ],
)
def test_the_type_is_told_by_the_content_alone(opening: bytes, kind: str) -> None:
    assert media_type(opening) == kind
