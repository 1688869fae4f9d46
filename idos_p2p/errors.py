"""The three kinds of fault (docs/decisions/0010-errors.md).

Each carries a code and fields, never a sentence: the words are in ``ui/words``.
"""

from __future__ import annotations


class Fault(Exception):
    """Base of every fault this program raises on purpose."""

    def __init__(self, code: str, **fields: object) -> None:
        super().__init__(code, fields)
        self.code = code
        self.fields = fields

    def __str__(self) -> str:
        details = " ".join(f"{name}={value!r}" for name, value in self.fields.items())
        return f"{self.code} {details}".rstrip()


class RefusedError(Fault):
    """The person's or the environment's: nothing was done, nothing is lost, a sentence tells the way out."""


class PeerFault(Fault):
    """The peer broke a rule: its session ends and nothing of it is stored."""


class BugError(Fault):
    """Ours: a promise of this program was broken; it is reported, never hidden."""
