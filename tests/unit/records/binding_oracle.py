"""A process of its own that shows changes to the real binding: a panic or an abort stays here.

Standard input: for each case, how many chunks (u32), then each chunk after its size (u32). Standard output: a word a
case: "ok" when the binding takes every change, reads it, and takes its own saved document again.
"""

from __future__ import annotations

import struct
import sys
from typing import BinaryIO

from automerge.core import ROOT, Document, ObjType


def _read(document: Document, target: bytes) -> None:
    document.keys(target)
    for value, identifier in document.values(target):
        if isinstance(value, ObjType):
            document.length(identifier)
            if value == ObjType.Text:
                document.text(identifier)
            else:
                _read(document, identifier)


def judge(chunks: list[bytes]) -> str:
    """Return "ok", or in one word what went wrong."""
    try:
        document = Document.load(b"".join(chunks))
        if len(document.get_changes([])) != len(chunks):
            return "dropped"
        _read(document, ROOT)
    except BaseException as error:  # noqa: BLE001  # the edge: a panic of the binding is not an Exception
        return "refused" if type(error) is Exception else "panicked"
    try:
        again = Document.load(document.save())
        return "ok" if sorted(again.get_heads()) == sorted(document.get_heads()) else "changed"
    except BaseException:  # noqa: BLE001  # as above
        return "unloadable"


def _number(source: BinaryIO) -> int | None:
    data = source.read(4)
    return struct.unpack(">I", data)[0] if data else None


def main() -> None:
    """Answer case after case until the input ends."""
    while (count := _number(sys.stdin.buffer)) is not None:
        chunks = [sys.stdin.buffer.read(_number(sys.stdin.buffer) or 0) for _ in range(count)]
        sys.stdout.write(judge(chunks) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
