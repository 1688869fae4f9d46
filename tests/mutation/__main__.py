"""Holds the tests of the gate, the codec, the heights and belonging to what they test: ``python -m tests.mutation``.

Each small change of those modules (``mutants.py``) must fail one of their tests. Each is tried in a process of its own,
forked from one that holds the libraries and nothing of ours; no file of the tree is written. The report names those
that survived. ``equivalent.txt`` lists those that no test can tell from the original, with the reason; they are not
tried, and count as survived.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import importlib.util
import os
import resource
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.mutation.mutants import Mutant, mutants_of

ROOT = Path(__file__).parents[2]
EQUIVALENT = Path(__file__).with_name("equivalent.txt")
REPORT = ROOT / ".cache" / "mutants.txt"
WANTED_PERCENT = 90
MEMORY_BYTES = 4 << 30
LIBRARIES = (
    *("_pytest.pytester", "hypothesis", "_hypothesis_pytestplugin", "blockbuster", "PySide6.QtTest", "pytestqt.plugin"),
    *("automerge.core", "msgspec", "nacl.bindings", "zstandard"),
)
"""What the tests load and no mutant changes: 1.2 s less for each one."""
QUIET = ("-q", "-x", "--assert=plain", "-p", "no:randomly", "-p", "no:cacheprovider")
"""Whether a test fails is asked here, never why: nothing is rewritten to tell it."""

_RECORDS = (
    ("records/test_gate_edges", "records/test_operation_edges", "records/test_column_edges"),
    ("records/test_context_edges", "records/test_causality"),
    ("records/test_gate", "records/test_context", "records/test_places", "records/test_cost"),
    ("records/test_gate_and_binding", "records/test_changes_of_javascript"),
)
_LOG = (
    ("log/test_entry_edges", "log/test_segment_edges", "log/test_refused_segments"),
    ("log/test_codec", "log/test_merging", "log/test_golden_vectors"),
)
_HEIGHTS = (("log/test_branch_edges", "log/test_branches", "log/test_heights"), ("log/test_golden_vectors",))
_DEVICES, _PERSONS = "governance/test_attacks_on_devices", "governance/test_attacks_on_persons"
_DECIDING, _PROJECTS = "governance/test_deciding", "governance/test_spoken_and_projects"
_SMALL, _FOUNDING, _SUCCESSION = "governance/test_small_cells", "governance/test_founding", "governance/test_succession"
_DISPUTES, _TOLD = "governance/test_disputes", "governance/test_what_is_told"
_CUTS, _EVALUATION = "governance/test_cuts", "governance/test_evaluation"
_GOVERNANCE = (
    (_DECIDING, _PROJECTS, _SMALL, _TOLD),
    (_PERSONS, _DEVICES, _DISPUTES),
    (_FOUNDING, _SUCCESSION, "governance/test_devices_refused", "governance/test_signed_things"),
    (_CUTS, _EVALUATION),
)
TESTS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "records.gate": (("records/test_gate_edges",), *_RECORDS),
    "records.columns": (("records/test_column_edges",), *_RECORDS),
    "records.operations": (("records/test_operation_edges",), *_RECORDS),
    "records.context": (("records/test_context_edges",), *_RECORDS),
    "records.causality": (("records/test_causality",), *_RECORDS),
    "records.places": (("records/test_places",), *_RECORDS),
    "records.cost": (("records/test_cost",), *_RECORDS),
    "records.cuts": (("records/test_judge_cuts",),),
    "records.write_rule": (("records/test_judge_cuts",), ("records/test_judge", "records/test_judge_forks")),
    "log.entry": (("log/test_entry_edges",), *_LOG),
    "log.segment": (("log/test_segment_edges",), *_LOG),
    "log.heights": (("log/test_heights",), *_HEIGHTS),
    "log.branches": (("log/test_branch_edges",), *_HEIGHTS),
    "governance.past": (("governance/test_past",), *_GOVERNANCE),
    "governance.facts": ((_EVALUATION,), (_FOUNDING,), *_GOVERNANCE),
    "governance.standing": ((_DEVICES,), (_PERSONS,), *_GOVERNANCE),
    "governance.counting": ((_DECIDING,), *_GOVERNANCE),
    "governance.naming": ((_CUTS,), (_DEVICES,), *_GOVERNANCE),
    "governance.proposing": ((_PROJECTS,), *_GOVERNANCE),
    "governance.rules": ((_PROJECTS,), (_DECIDING,), (_DEVICES,), *_GOVERNANCE),
    "governance.recording": ((_PROJECTS,), (_DECIDING,), *_GOVERNANCE),
    "governance.finality": ((_DISPUTES,), *_GOVERNANCE),
    "governance.decided": ((_DECIDING,), (_PROJECTS,), *_GOVERNANCE),
    "governance.conclusion": ((_TOLD,), *_GOVERNANCE),
    "governance.reasons": ((_TOLD,), *_GOVERNANCE),
    "governance.evaluation": ((_EVALUATION,), *_GOVERNANCE),
    "governance.holding": ((_DISPUTES,), (_PERSONS,), *_GOVERNANCE),
}
"""The modules of ``idos_p2p`` that are held to it, and their tests, in rounds: the fastest to tell come first."""


class Trial(NamedTuple):
    """A mutant, and what its tests made of it: killed, timeout, crashed, survived; or equivalent, and not tried."""

    module: str
    mutant: Mutant
    fate: str
    seconds: float = 0.0  # of processor


def main() -> int:
    """Try them all; return 0 if enough were killed."""
    options = _options()
    started = time.monotonic()
    for library in LIBRARIES:
        importlib.import_module(library)
    gc.collect()
    gc.freeze()  # what is loaded lasts: a collection in a forked process would copy all of it to find no garbage there
    again = set(REPORT.read_text("utf-8").splitlines()) if options.again else None
    listed = set(EQUIVALENT.read_text("utf-8").splitlines())
    trials: list[Trial] = []
    for module in options.modules or TESTS:
        mutants = [one for one in _mutants(module) if again is None or f"survived {module} {one.name}" in again]
        mutants = mutants[:: options.one_in]
        trials += [Trial(module, one, "equivalent") for one in mutants if f"{module} {one.name}" in listed]
        trials += _try_all(module, [one for one in mutants if f"{module} {one.name}" not in listed], options.workers)
    return _tell(trials, time.monotonic() - started)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("modules", nargs="*", help=f"only these, of {', '.join(TESTS)}")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--one-in", type=int, default=1, help="every so many only: what a whole run is likely to tell")
    parser.add_argument("--again", action="store_true", help="only those that survived last time")
    return parser.parse_args()


def _mutants(module: str) -> list[Mutant]:
    return list(mutants_of((ROOT / "idos_p2p" / f"{module.replace('.', '/')}.py").read_text("utf-8")))


def _try_all(module: str, mutants: Sequence[Mutant], workers: int) -> Iterator[Trial]:
    """Yield what became of each mutant of a module, as they end."""
    sound = time.monotonic()
    if _fate(os.waitpid(_start(module, None, 600), 0)[1]) != "survived":
        raise SystemExit(f"the tests of {module} fail as it is")
    seconds = 30 + 3 * int(time.monotonic() - sound)
    running: dict[int, Mutant] = {}
    for mutant in mutants:
        if len(running) >= workers:
            yield _one_ends(module, running)
        running[_start(module, mutant, seconds)] = mutant
    while running:
        yield _one_ends(module, running)


def _one_ends(module: str, running: dict[int, Mutant]) -> Trial:
    process, status, used = os.wait4(-1, 0)
    trial = Trial(module, running.pop(process), _fate(status), used.ru_utime + used.ru_stime)
    sys.stderr.write(f"{trial.fate:8} {trial.seconds:4.1f} s {module}:{trial.mutant.line} {trial.mutant.name}\n")
    return trial


def _start(module: str, mutant: Mutant | None, seconds: int) -> int:
    """Start the tests of a module, as it is or changed, within these seconds of processor; return the process."""
    process = os.fork()
    if process == 0:
        try:
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
            signal.alarm(10 * seconds)
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            os.dup2(1, 2)
            os._exit(_test(module, mutant))
        except BaseException:  # noqa: BLE001  # the end of a forked process: whatever a mutant raises has killed it
            os._exit(1)
    return process


def _test(module: str, mutant: Mutant | None) -> int:
    """Run the tests in this process; return 0 if they pass."""
    import pytest  # noqa: PLC0415  # what pytest sets up when it is imported is the tested process's own

    if mutant:
        _import_changed(f"idos_p2p.{module}", mutant.code)
    passed: set[str] = set()
    for names in TESTS[module]:
        files = [str(ROOT / "tests" / "unit" / f"{name}.py") for name in names if name not in passed]
        code = pytest.main([*QUIET, *files])
        if code:
            return int(code)
        passed.update(names)
    return 0


def _import_changed(name: str, code: str) -> None:
    """Import a module of ours from other source than its file's, before anything else imports it."""
    spec = importlib.util.find_spec(name)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    exec(compile(code, f"{name} (changed)", "exec"), module.__dict__)
    parent, _, child = name.rpartition(".")
    setattr(sys.modules[parent], child, module)


def _fate(status: int) -> str:
    if os.WIFSIGNALED(status):
        return "timeout" if os.WTERMSIG(status) in {signal.SIGXCPU, signal.SIGALRM, signal.SIGKILL} else "crashed"
    return "killed" if os.WEXITSTATUS(status) else "survived"


def _tell(trials: Sequence[Trial], seconds: float) -> int:
    """Write the report and print its end; return 0 if enough were killed."""
    lines = [f"{trial.fate} {trial.module} {trial.mutant.name}" for trial in trials]
    for module in TESTS:
        fates = Counter(trial.fate for trial in trials if trial.module == module)
        seconds_of = sum(trial.seconds for trial in trials if trial.module == module)
        told = ", ".join(f"{count} {fate}" for fate, count in sorted(fates.items()))
        if fates:
            lines.append(f"= {module}: {told}; {seconds_of:.0f} s of processor")
    survived = sum(trial.fate in ("survived", "equivalent") for trial in trials)
    score = 100 * (len(trials) - survived) / max(1, len(trials))
    lines.append(f"= {score:.1f} % of {len(trials)} mutants killed in {seconds / 60:.0f} minutes")
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text("\n".join(lines) + "\n", "utf-8")
    sys.stdout.write("\n".join(line for line in lines if line.startswith(("=", "survived"))) + "\n")
    return 0 if score >= WANTED_PERCENT else 1


if __name__ == "__main__":
    raise SystemExit(main())
