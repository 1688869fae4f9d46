"""Where a passphrase comes from: the environment, or the person at the terminal. Never the words of a command."""

from __future__ import annotations

import os
import sys
from getpass import getpass

from idos_p2p.errors import RefusedError
from ui.words.catalogue import Words

CURRENT, NEW = "IDOS_PASSPHRASE", "IDOS_NEW_PASSPHRASE"


def current() -> str:
    """Return the passphrase that the environment gives; empty when it gives none."""
    return os.environ.get(CURRENT, "")


def can_ask() -> bool:
    """Whether somebody sits at a terminal."""
    return sys.stdin is not None and sys.stdin.isatty()


def ask(said: Words) -> str:
    """Ask for the passphrase of the cell, unseen."""
    return getpass(said.say("phrase_ask") + " ")


def new(said: Words) -> str:
    """Return the passphrase to come: of the environment, else asked twice.

    Raises RefusedError: ``passphrase_new_needed`` when nobody can be asked, ``passphrase_differs``.
    """
    given = os.environ.get(NEW, "")
    if given:
        return given
    if not can_ask():
        raise RefusedError("passphrase_new_needed")
    typed = getpass(said.say("phrase_new") + " ")
    if not typed:
        raise RefusedError("passphrase_new_needed")
    if getpass(said.say("phrase_again") + " ") != typed:
        raise RefusedError("passphrase_differs")
    return typed
