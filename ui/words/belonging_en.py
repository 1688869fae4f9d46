"""English sentences of belonging: coming in, Membres, inviting, the charter. Written as ``en.py`` is."""

from __future__ import annotations

from ui.words.catalogue import Sentence

_FIRST_RUN: dict[str, Sentence] = {
    "first_device": "This is my second computer",
    "first_device_why": "You are in a cell already, on another computer.",
    "first_code": "The code your other computer shows",
    "first_code_why": "On the other computer: Members, My place, Add a computer. "
    "Keep both computers on the same Wi-Fi.",
    "first_code_hint": "7-cerise-tambour",
    "first_needs_code": "Write here the code your other computer shows.",
    "first_device_do": "Add this computer",
    "first_offers": "Possible codes",
    "first_working_device": "Looking for your other computer in the room…",
    "first_code_for_device": "This code adds a computer to a person who is in the cell already. Nothing was done. "
    "Ask for an invitation code; or, if that person is you, go back and choose “This is my second computer”.",
    "first_code_for_person": "This code invites a new person. Nothing was done. On your other computer, open Members, "
    "My place, Add a computer; or go back and choose “Join a cell”.",
}

BELONGING: dict[str, Sentence] = {**_FIRST_RUN}
