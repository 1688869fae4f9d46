"""A log file of a process that runs for months stays within its bound, and is its owner's alone."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from ui.command.logbook import LOG_BYTES, LOGS_KEPT, log_to


@pytest.fixture
def root() -> Iterator[logging.Logger]:
    logger = logging.getLogger()
    before = list(logger.handlers)
    yield logger
    for handler in list(logger.handlers):
        if handler not in before:
            logger.removeHandler(handler)
            handler.close()
    for handler in before:
        logger.addHandler(handler)


def test_the_log_goes_to_a_file_of_its_owner_alone_and_never_past_its_bound(
    root: logging.Logger, tmp_path: Path
) -> None:
    log_to(tmp_path / "idos.log")
    assert (tmp_path / "idos.log").stat().st_mode & 0o777 == 0o600
    for _ in range(LOG_BYTES * (LOGS_KEPT + 3) // 4096):
        root.info("x" * 4096)
    logs = sorted(tmp_path.iterdir())
    assert [path.name for path in logs] == ["idos.log", *(f"idos.log.{number + 1}" for number in range(LOGS_KEPT))]
    assert all(path.stat().st_size <= LOG_BYTES for path in logs)
    assert (tmp_path / "idos.log").stat().st_size > 0
