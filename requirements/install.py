"""Brings what IDOS needs into one environment: ``python install.py run|dev ENVIRONMENT``, called by ``./run``.

Standard library only, and Python 3.11 or 3.12: nothing of ours is installed yet when it starts. It may be interrupted
at any moment and started twice at once: one process at a time builds, and what proves that a part is complete (a copy
of the lock it was built from) is written last.
"""

from __future__ import annotations

import contextlib
import importlib.metadata
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {"run": ROOT / "requirements/run.lock", "dev": ROOT / "requirements/dev.lock"}
PIP_THAT_SERVES_ANOTHER = (22, 3)  # the first with --python: an environment then needs no pip of its own

OFFSCREEN_PACKAGES = ("libglib2.0-0", "libegl1", "libgl1", "libxkbcommon0", "libdbus-1-3", "libfontconfig1")
SCREEN_PACKAGES = (
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-image0",
    "libxcb-keysyms1",
    "libxcb-randr0",
    "libxcb-render-util0",
    "libxcb-shape0",
    "libxcb-xkb1",
    "libxkbcommon-x11-0",
)

# Run inside the environment: prints each library that Qt asks the system for and does not find.
PROBE = """
import ctypes, importlib, pathlib, sys
import PySide6
plugins = pathlib.Path(PySide6.__file__).parent / "Qt/plugins/platforms"
def load(what, action):
    try:
        action(what)
    except (ImportError, OSError) as fault:
        print(fault)
for module in ("QtCore", "QtGui", "QtWidgets", "QtSvg", "QtTest"):
    load("PySide6." + module, importlib.import_module)
for plugin in sys.argv[1:]:
    load(str(plugins / plugin), ctypes.CDLL)
"""

# What the console script of an installed package would hold.
STARTER = """import sys

from ui.command.main import main

sys.exit(main())
"""


class CannotPrepareError(Exception):
    """Says in one sentence what is missing and what to do."""


def say(sentence: str) -> None:
    """Tell the person; standard output belongs to the command that follows."""
    print(sentence, file=sys.stderr, flush=True)


@contextlib.contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Hold the lock; a second process waits here until the first, and what it started, has finished or died."""
    import fcntl  # Windows has none; ./run has no shell there either

    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("w") as file:
        os.set_inheritable(file.fileno(), True)  # a pip that outlives us still holds it
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another ./run is preparing IDOS; waiting for it…")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def run_quietly(command: list[str], log: Path, environment: dict[str, str] | None = None) -> bool:
    """Run a command with its output in the log; say whether it went well."""
    with log.open("ab") as output:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=environment,
            close_fds=False,  # the lock goes with it
            check=False,
        )
    return done.returncode == 0


def last_lines(log: Path) -> str:
    """Return the end of a log, for the person who must mend what it tells."""
    return "\n".join(log.read_text(errors="replace").splitlines()[-3:])


# ------------------------------------------------------------------------------------------------- system packages


def apt_prefix() -> list[str] | None:
    """Return how apt-get may be called here, or None when only an administrator may."""
    apt = shutil.which("apt-get")
    if apt is None:
        return None
    if os.geteuid() == 0:
        return [apt]
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n", apt]
    return None


def apt_install(packages: tuple[str, ...], log: Path) -> bool:
    """Install system packages where that is allowed; say whether they are there now."""
    apt = apt_prefix()
    if apt is None:
        return False
    say(f"Adding system packages (apt-get): {' '.join(packages)}…")
    options = ["-y", "-q", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=120"]
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = [*apt, "install", *options, *packages]
    if run_quietly(install, log, quiet):
        return True
    return run_quietly([*apt, "update", "-q"], log, quiet) and run_quietly(install, log, quiet)


# --------------------------------------------------------------------------------------------------- environment


def interpreter() -> str:
    """Return the real file of this Python: a link such as python3 may mean another version one day."""
    return os.path.realpath(getattr(sys, "_base_executable", sys.executable))


def version_of_pip() -> tuple[int, ...]:
    """Return the version of this Python's own pip, (0,) when it has none."""
    if importlib.util.find_spec("pip") is None:
        return (0,)
    numbers = re.findall(r"\d+", importlib.metadata.version("pip"))
    return tuple(int(number) for number in numbers[:2])


def pip_command(python: Path, log: Path) -> list[str]:
    """Return the words that start a pip working on the environment of that Python."""
    for attempt in ("as it is", "with the packages"):
        if version_of_pip() >= PIP_THAT_SERVES_ANOTHER:
            return [interpreter(), "-m", "pip", "--python", str(python)]
        if run_quietly([str(python), "-m", "ensurepip"], log):
            return [str(python), "-m", "pip"]
        if attempt == "as it is" and not apt_install(("python3-pip", "python3-venv"), log):
            break
        importlib.invalidate_caches()
    raise CannotPrepareError("IDOS needs pip to fetch its parts: install it (on Debian: apt-get install python3-pip).")


def create(environment: Path, log: Path) -> None:
    """Make an empty environment at that place."""
    shutil.rmtree(environment, ignore_errors=True)
    made = run_quietly([interpreter(), "-m", "venv", "--without-pip", str(environment)], log)
    if not made and apt_install(("python3-venv",), log):
        made = run_quietly([interpreter(), "-m", "venv", "--without-pip", str(environment)], log)
    if not made:
        say(last_lines(log))
        raise CannotPrepareError("IDOS could not make its environment: on Debian, apt-get install python3-venv.")


def stanza(lock: Path, package: str) -> str:
    """Return the lines of one package of a lock, empty when it is not there."""
    found = re.search(rf"^{package}==.*(?:\n .*)*", lock.read_text(), re.MULTILINE)
    return found.group() + "\n" if found else ""


def fetch(environment: Path, lock: Path, log: Path) -> None:
    """Install exactly what the lock names, each file checked against its hash."""
    pip = pip_command(environment / "bin/python", log)
    settings = {**os.environ, "PIP_USER": "0", "PIP_REQUIRE_VIRTUALENV": "0"}  # a person's habits do not apply here
    words = ["--disable-pip-version-check", "--no-input", "install", "--quiet", "--require-hashes", "--no-deps"]
    builder = stanza(lock, "setuptools")  # builds what comes as source, from this lock too and not from anywhere
    if builder:
        only_builder = environment / "setuptools.lock"
        only_builder.write_text(builder)
        words = [*words, "--no-build-isolation", "--use-pep517"]
        fetched = run_quietly([*pip, *words, "-r", str(only_builder)], log, settings)
    else:
        fetched = True
    if not (fetched and run_quietly([*pip, *words, "-r", str(lock)], log, settings)):
        say(last_lines(log))
        raise CannotPrepareError("IDOS could not fetch its parts: is the network there? Start again to go on.")


def same(first: Path, second: Path) -> bool:
    """Say whether both files are there with the same bytes."""
    return first.is_file() and second.is_file() and first.read_bytes() == second.read_bytes()


def write_last(path: Path, text: str) -> None:
    """Write a file that proves something: whole or not at all."""
    draft = path.with_name(path.name + ".draft")
    draft.write_text(text)
    draft.replace(path)


def belongs_here(environment: Path) -> bool:
    """Say whether the environment was made at this place, its Python is still there, and its parts are ours."""
    place = environment / "place"
    return (
        (environment / "bin/python").exists()
        and not (environment / "unfinished").exists()
        and place.is_file()
        and place.read_text() == f"{ROOT}\n"
        and all(same(LOCKS[level], copy) for level in LOCKS if (copy := environment / f"{level}.lock").exists())
    )


def build(level: str, environment: Path, log: Path) -> None:
    """Bring the environment to what the locks name, up to ``level``; nothing to do when it is there already."""
    if not belongs_here(environment):
        say("Preparing IDOS (once, a minute or two)…")
        create(environment, log)
        packages = next(environment.glob("lib/python3.*/site-packages"))
        (packages / "idos-p2p.pth").write_text(f"{ROOT}\n")
        (environment / "bin/idos-p2p").write_text(STARTER)
        write_last(environment / "place", f"{ROOT}\n")
    for wanted in ("run", "dev") if level == "dev" else ("run",):
        copy = environment / f"{wanted}.lock"
        if same(LOCKS[wanted], copy):
            continue
        if wanted == "dev":
            say("Adding what the tests need…")
        unfinished = environment / "unfinished"
        unfinished.touch()
        fetch(environment, LOCKS[wanted], log)
        unfinished.unlink()
        write_last(copy, LOCKS[wanted].read_text())


# ---------------------------------------------------------------------------------------------- libraries of Qt


def missing_libraries(environment: Path, plugins: list[str]) -> list[str]:
    """Return a line for each system library that Qt does not find."""
    command = [str(environment / "bin/python"), "-c", PROBE, *plugins]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return sorted(set((done.stdout + done.stderr).split("\n")) - {""})


def platform_plugins() -> list[str]:
    """Return the plugins Qt may need on the screens that are there now."""
    plugins = ["libqoffscreen.so"]
    if os.environ.get("DISPLAY"):
        plugins.append("libqxcb.so")
    elif os.environ.get("WAYLAND_DISPLAY"):
        plugins.append("libqwayland.so")
    return plugins


def provide_libraries(environment: Path, log: Path) -> None:
    """See that Qt finds its system libraries; bring them where that is allowed, otherwise name them."""
    plugins = platform_plugins()
    packages = OFFSCREEN_PACKAGES + (SCREEN_PACKAGES if len(plugins) > 1 else ())
    if sys.platform.startswith("linux"):
        missing = missing_libraries(environment, plugins)
        asked = environment / f"asked-for.{len(plugins)}"  # once: a start must not wait for a network that is not there
        if missing and not asked.exists():
            asked.touch()
            if apt_install(packages, log):
                missing = missing_libraries(environment, plugins)
        if missing:  # the command line works without them, so this does not end the start
            say(f"The window needs system libraries ({missing[0]}): apt-get install {' '.join(packages)}")
            return
    (environment / "libraries.offscreen").touch()
    if len(plugins) > 1:
        (environment / "libraries.screen").touch()


def main(words: list[str]) -> int:
    """Prepare ``words[1]`` (an absolute path) for ``words[0]`` (run or dev). Return the exit code."""
    level, environment = words[0], Path(words[1])
    log = environment.parent / "install.log"
    try:
        with alone(environment.parent / "lock"):
            log.write_bytes(b"")
            build(level, environment, log)
            provide_libraries(environment, log)
    except CannotPrepareError as fault:
        say(str(fault))
        return 1
    except OSError as fault:
        say(f"IDOS could not prepare itself in {environment.parent}: {fault.strerror or fault}.")
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
