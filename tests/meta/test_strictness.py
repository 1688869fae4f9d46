"""The strictness of ``tests/conftest.py`` and ``pyproject.toml`` is real: each kind of lost fault fails its test."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

SINS = """
import asyncio, logging, threading, time, warnings
import pytest

never = threading.Event()

def test_warning():
    warnings.warn("nobody expected this")

def test_coroutine():
    async def forgotten(): ...
    forgotten()

def test_task():
    async def fails():
        raise ValueError("lost")
    async def main():
        lost = asyncio.create_task(fails())
        await asyncio.wait([lost])
    asyncio.run(main())

def test_thread():
    threading.Thread(target=never.wait, name="forgotten", daemon=True).start()

def test_thread_exception():
    def fails():
        raise ValueError("lost")
    thread = threading.Thread(target=fails)
    thread.start()
    thread.join()

def test_log():
    logging.getLogger("idos.somewhere").warning("something is wrong")

@pytest.mark.expects_log("bad peer")
def test_absent_log():
    pass

@pytest.mark.expects_log("bad peer")
def test_announced_log():
    logging.getLogger("idos.somewhere").warning("bad peer")

def test_slot(qtbot):
    from PySide6.QtCore import QTimer
    def fails():
        raise ValueError("lost")
    timer = QTimer(singleShot=True)
    timer.timeout.connect(fails)
    with qtbot.waitSignal(timer.timeout):
        timer.start(0)

def test_qt_warning(qapp):
    from PySide6.QtCore import qWarning
    qWarning("Qt is unhappy")

def test_blocking():
    import sync.__main__ as program
    async def main():
        program.nap()
    asyncio.run(main())

@pytest.mark.blocking
def test_announced_blocking():
    import sync.__main__ as program
    async def main():
        program.nap()
    asyncio.run(main())

def test_good():
    logging.getLogger("idos.somewhere").info("all is well")
"""
MUST_FAIL = (
    "warning",
    "coroutine",
    "task",
    "thread",
    "thread_exception",
    "log",
    "absent_log",
    "slot",
    "qt_warning",
    "blocking",
)


@pytest.fixture
def sinners(pytester: pytest.Pytester) -> pytest.RunResult:
    """Run the sins above under this project's own configuration."""
    (pytester.path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text())
    (pytester.path / "tests/unit").mkdir(parents=True)
    (pytester.path / "tests/conftest.py").write_text((ROOT / "tests/conftest.py").read_text())
    (pytester.path / "tests/unit/test_sins.py").write_text(SINS)
    for package in ("sync", "idos_p2p"):
        (pytester.path / package).mkdir()
        (pytester.path / package / "__init__.py").touch()
    (pytester.path / "sync/__main__.py").write_text("import time\ndef nap():\n    time.sleep(0.001)\n")
    return pytester.runpytest_subprocess("-p", "no:randomly", "-rA", "--tb=short", "-p", "no:cacheprovider")


def test_each_lost_fault_fails_its_test_and_honest_tests_pass(sinners: pytest.RunResult) -> None:
    text = sinners.stdout.str()
    fate: dict[str, set[str]] = {}
    for line in text.splitlines():
        word, _, rest = line.partition(" ")
        if word in {"FAILED", "ERROR", "PASSED"} and "::test_" in rest:
            fate.setdefault(rest.split("::test_")[1].split(" ")[0], set()).add(word)
    missed = [name for name in MUST_FAIL if not fate.get(name, set()) & {"FAILED", "ERROR"}]
    assert missed == [], text
    assert fate["good"] == {"PASSED"}, text
    assert fate["announced_log"] == {"PASSED"}, text
    assert fate["announced_blocking"] == {"PASSED"}, text


def test_a_misspelt_marker_is_refused(pytester: pytest.Pytester) -> None:
    (pytester.path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text())
    (pytester.path / "tests").mkdir()
    (pytester.path / "tests/test_it.py").write_text(
        "import pytest\n@pytest.mark.expects_logs('x')\ndef test_it(): pass\n"
    )
    result = pytester.runpytest_subprocess("-p", "no:cacheprovider")
    result.stdout.fnmatch_lines(["*'expects_logs' not found in `markers`*"])
