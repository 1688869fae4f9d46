"""What every test must respect: no lost warning, no lost exception, no thread left, no log line nobody expected.

Proven by ``tests/meta/test_strictness.py``, which runs this very file on tests that break each rule.
"""

from __future__ import annotations

import gc
import logging
import os
import re
import threading
from collections.abc import Iterator

import hypothesis
import pytest
from blockbuster import BlockBuster, blockbuster_ctx

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before Qt is imported; a screen may be named from outside

THREAD_GRACE_SECONDS = 2.0  # a thread told to stop needs a moment on a loaded machine

# The same examples on each run, so that what fails in CI fails here; HYPOTHESIS_PROFILE=deep looks further.
hypothesis.settings.register_profile("same", derandomize=True, deadline=None, database=None)
hypothesis.settings.register_profile("deep", max_examples=5_000, deadline=None, print_blob=True)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


class _Collector(logging.Handler):
    """Keeps the log records of WARNING and above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the stories of real processes, which take longest, so that none is left to one worker at the end."""
    items.sort(key=lambda item: "end2end" not in item.path.parts)


def pytest_collection_finish() -> None:
    """Set aside what will live until the end, so that the collection after each test costs next to nothing."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True, scope="session")
def _nothing_of_this_person(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep every test, and every process it starts, away from the home of who runs it."""
    place = tmp_path_factory.mktemp("person")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("DATA", "CONFIG", "STATE", "CACHE"):
            patch.setenv(f"XDG_{name}_HOME", str(place / name.lower()))
        patch.setenv("IDOS_HOME", str(place / "home"))
        patch.delenv("IDOS_PASSPHRASE", raising=False)
        yield


@pytest.fixture(autouse=True)
def _no_thread_left() -> Iterator[None]:
    """Fail a test that leaves a thread running."""
    before = set(threading.enumerate())
    yield
    left = [thread for thread in threading.enumerate() if thread not in before and not _is_qt_own(thread)]
    for thread in left:
        thread.join(THREAD_GRACE_SECONDS)
    names = [thread.name for thread in left if thread.is_alive()]
    if names:
        pytest.fail(f"threads left running: {', '.join(names)}", pytrace=False)


def _is_qt_own(thread: threading.Thread) -> bool:
    """Say whether Python only met this thread when Qt called from it: Qt ends it."""
    return thread.name.startswith("Dummy-")


@pytest.fixture(autouse=True)
def _no_unexpected_log(request: pytest.FixtureRequest, _no_thread_left: None) -> Iterator[None]:
    """Fail a test that logs a WARNING or worse it did not announce, or does not log what it announced.

    The collection brings lost exceptions of tasks into the log, and coroutines never awaited into warnings.
    """
    collector = _Collector()
    logging.getLogger().addHandler(collector)
    yield
    gc.collect()
    logging.getLogger().removeHandler(collector)
    announced: list[str] = [pattern for marker in request.node.iter_markers("expects_log") for pattern in marker.args]
    lines = [f"{record.levelname} {record.name}: {record.getMessage()}" for record in collector.records]
    unexpected = [line for line in lines if not any(re.search(pattern, line) for pattern in announced)]
    absent = [pattern for pattern in announced if not any(re.search(pattern, line) for line in lines)]
    if unexpected:
        pytest.fail("unexpected log:\n" + "\n".join(unexpected), pytrace=False)
    if absent:
        pytest.fail(f"announced but never logged: {absent}", pytrace=False)


@pytest.fixture(autouse=True, scope="session")
def _watch() -> Iterator[BlockBuster]:
    """Fail a call of ``sync`` that blocks its loop's thread: a sleep, a file, a socket."""
    with blockbuster_ctx(["sync"]) as watch:
        yield watch


@pytest.fixture(autouse=True)
def _blocking_where_announced(request: pytest.FixtureRequest, _watch: BlockBuster) -> Iterator[None]:
    """Let the tests marked ``blocking`` block."""
    if request.node.get_closest_marker("blocking") is None:
        yield
        return
    _watch.deactivate()
    yield
    _watch.activate()
