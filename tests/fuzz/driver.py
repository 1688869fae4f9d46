"""What every fuzzer shares: blocks of inputs, each from a seed of its own, tried here or in processes that may die.

A target is a module of ``tests.fuzz`` with two functions: ``inputs`` gives those of one block, ``judge`` says what
becomes of one. Where an input depends on what became of the one before, ``tries`` does both.
``python -m tests.fuzz.<target> --inputs N --seed S``.
"""

from __future__ import annotations

import argparse
import base64
import importlib
import json
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from random import Random
from typing import Protocol, TypedDict

CORPUS = Path(__file__).parent / "corpus"
INPUTS_A_BLOCK = 300
Parts = tuple[bytes, ...]
"""An input: one text of bytes, or several that only together mean something."""


class Wrong(Exception):
    """What must never become of an input, in a few words."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of one input."""

    parts: Parts
    word: str  # the name of its refusal, or "accepted"
    wrong: str = ""  # what must not be
    milliseconds: float = 0.0
    kilobytes: int = 0


class Simple(Protocol):
    """A module whose inputs do not depend on one another."""

    __name__: str

    def inputs(self, random: Random) -> Iterator[Parts]:
        """Yield inputs, without end."""
        ...

    def judge(self, parts: Parts) -> str:
        """Return the word for an input; raise ``Wrong`` when it is neither refused by name nor taken as it is."""
        ...


class Target(Protocol):
    """What can be fuzzed."""

    __name__: str

    def tries(self, random: Random, box: Callable[[Parts], None]) -> Iterator[Tried]:
        """Yield what became of inputs, without end; ``box`` keeps one that may end the process before it is tried."""
        ...

    def judge(self, parts: Parts) -> str:
        """Return the word for an input, as above."""
        ...


class Each:
    """A target of a simple module."""

    def __init__(self, simple: Simple) -> None:
        self.__name__ = simple.__name__
        self._simple = simple

    def tries(self, random: Random, box: Callable[[Parts], None]) -> Iterator[Tried]:
        """Yield what becomes of its inputs; none is expected to end the process."""
        del box
        for parts in self._simple.inputs(random):
            try:
                yield Tried(parts, self.judge(parts))
            except Wrong as wrong:
                yield Tried(parts, "wrong", str(wrong))
            except Exception:  # noqa: BLE001  # the edge: what has no name of its own is the finding
                yield Tried(parts, "wrong", traceback.format_exc())

    def judge(self, parts: Parts) -> str:
        """Return the word for an input."""
        return self._simple.judge(parts)


class Kept(TypedDict):
    """An input worth trying again."""

    word: str
    parts: list[str]  # base64


@dataclass
class Found:
    """What a run saw."""

    inputs: int = 0
    words: Counter[str] = field(default_factory=Counter)
    slowest_ms: float = 0.0
    largest_kb: int = 0
    faults: list[str] = field(default_factory=list)
    kept: dict[str, Parts] = field(default_factory=dict)  # the smallest input of each word

    def note(self, tried: Tried, where: str) -> None:
        """Take in one input."""
        self.inputs += 1
        self.words[tried.word] += 1
        self.slowest_ms = max(self.slowest_ms, tried.milliseconds)
        self.largest_kb = max(self.largest_kb, tried.kilobytes)
        if tried.wrong:
            self.faults.append(fault(tried.wrong, where, tried.parts))
        self._keep(tried.word, tried.parts)

    def add(self, other: Found) -> None:
        """Take in what another part of the run saw."""
        self.inputs += other.inputs
        self.words += other.words
        self.slowest_ms = max(self.slowest_ms, other.slowest_ms)
        self.largest_kb = max(self.largest_kb, other.largest_kb)
        self.faults += other.faults
        for word, parts in other.kept.items():
            self._keep(word, parts)

    def told(self) -> str:
        """Return this as one line, for another process."""
        kept = {word: [part.hex() for part in parts] for word, parts in self.kept.items()}
        return json.dumps([self.inputs, self.words, self.slowest_ms, self.largest_kb, self.faults, kept])

    @classmethod
    def heard(cls, line: str | bytes) -> Found:
        """Return what another process told."""
        inputs, words, slowest_ms, largest_kb, faults, kept = json.loads(line)
        parts = {word: tuple(map(bytes.fromhex, texts)) for word, texts in kept.items()}
        return cls(inputs, Counter(words), slowest_ms, largest_kb, faults, parts)

    def _keep(self, word: str, parts: Parts) -> None:
        before = self.kept.get(word)
        if before is None or sum(map(len, parts)) < sum(map(len, before)):
            self.kept[word] = parts


def fault(wrong: str, where: str, parts: Parts) -> str:
    """Return one line that tells a fault and how to see it again."""
    return json.dumps({"wrong": wrong, "where": where, "parts": [part.hex() for part in parts]})


def target_named(name: str) -> Target:
    """Return the target that the module of that name is."""
    module = importlib.import_module(f"tests.fuzz.{name}")
    target: Target = module if hasattr(module, "tries") else Each(module)
    return target


def run_block(target: Target, seed: int, number: int, wanted: int, box: Callable[[Parts], None]) -> Found:
    """Try the inputs of one block; whatever a target did not foresee is a fault."""
    where, found = f"seed {seed}, block {number}", Found()
    try:
        for tried in islice(target.tries(Random(f"{seed}:{number}"), box), wanted):
            found.note(tried, where)
    except Exception:  # noqa: BLE001  # the edge: the next block goes on, and the traceback is the finding
        found.faults.append(fault(traceback.format_exc(), f"{where}, input {found.inputs}", ()))
        found.inputs += 1
    return found


def blocks(inputs: int) -> list[tuple[int, int]]:
    """Return the numbers of the blocks of so many inputs, each with how many it has."""
    whole, rest = divmod(inputs, INPUTS_A_BLOCK)
    return [*((number, INPUTS_A_BLOCK) for number in range(whole)), *([(whole, rest)] if rest else [])]


def run(target: Target, inputs: int, seed: int) -> Found:
    """Try that many inputs in this process."""
    found = Found()
    for number, wanted in blocks(inputs):
        found.add(run_block(target, seed, number, wanted, _nowhere))
    return found


def _nowhere(_: Parts) -> None:
    """Keep nothing: this process is not expected to die."""


def corpus(name: str) -> list[tuple[str, Parts]]:
    """Return the kept inputs of a target, each with its word."""
    kept: list[Kept] = json.loads((CORPUS / f"{name}.json").read_text(encoding="ascii"))
    return [(one["word"], tuple(map(base64.b64decode, one["parts"]))) for one in kept]


def keep(name: str, found: Found) -> None:
    """Add to the corpus the smallest input of each word that is not in it yet."""
    path = CORPUS / f"{name}.json"
    kept = corpus(name) if path.exists() else []
    known = {word for word, _ in kept}
    kept += [(word, parts) for word, parts in found.kept.items() if word not in known]
    texts = [Kept(word=word, parts=[base64.b64encode(part).decode() for part in parts]) for word, parts in sorted(kept)]
    path.write_text("[\n" + ",\n".join(map(json.dumps, texts)) + "\n]\n", encoding="ascii")


def main(name: str, run_all: Callable[[Target, int, int], Found] = run) -> int:
    """Run a target from the command line; 1 when anything went wrong."""
    parser = argparse.ArgumentParser(prog=f"python -m tests.fuzz.{name}")
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", action="store_true", help="add the smallest input of each new word to the corpus")
    given = parser.parse_args()
    start = time.monotonic()
    found = run_all(target_named(name), given.inputs, given.seed)
    took = time.monotonic() - start
    sys.stdout.write(f"{name}, seed {given.seed}: {found.inputs} inputs, {found.words['accepted']} accepted")
    sys.stdout.write(f", slowest {found.slowest_ms:.1f} ms, largest {found.largest_kb} KiB")
    sys.stdout.write(f", {len(found.faults)} faults, {took:.0f} s, {found.inputs / took:.0f} a second\n")
    sys.stdout.write(f"{dict(found.words.most_common())}\n")
    sys.stdout.writelines(one + "\n" for one in found.faults)
    if given.keep:
        keep(name, found)
    return 1 if found.faults else 0
