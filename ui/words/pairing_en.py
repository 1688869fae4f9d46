"""English sentences of the spoken code, of one's own computers and of the QR code."""

from __future__ import annotations

from ui.words.catalogue import Plural, Sentence

PAIRING: dict[str, Sentence] = {
    "code_shown": "Say this code to the person you invite:",
    "code_shown_device": "Type this code on your other computer:",
    "code_minutes": "It is good for one use, within {minutes}\u00a0minutes. Leave this open until then.",
    "code_address": "If the other computer does not find this one: --peer {endpoint}",
    "code_came_in": "{name} is in the cell.",
    "code_device_in": "Your other computer is in the cell.",
    "device_joined": "This computer is yours too, and up to date.",
    "device_here": "this computer",
    "device_entries": Plural("{number} entry", "{number} entries"),
    "device_revoked": "Computer {device} writes for you no more. What it had written stays.",
}

PAIRING_FAULTS: dict[str, Sentence] = {
    "code_shape": "A code is a number and two words, as 7-cerise-tambour. Nothing was done. "
    "Type all of it: four letters of each word are enough, without accents.",
    "code_word": "“{word}” is no word of a code. Nothing was done, and the code is still good. "
    "Check this word with the person who invites you.",
    "code_refused": "This code is not valid any more. Nothing is lost. Ask the person who invites you for a new one.",
    "code_nobody": "No computer in the room shows a code that begins with {number}. Nothing is lost. "
    "Check this number, and that both computers are on the same Wi-Fi, then try again.",
    "code_for_device": "This code adds a computer to a person who is in the cell already. Nothing was done. "
    "Ask for an invitation's code, or use idos-p2p device join if that person is you.",
    "code_for_person": "This code invites a new person. Nothing was done. "
    "On your other computer, ask for a code with idos-p2p device add.",
    "code_wrong": "Another code than this one was said: it is worth nothing any more. Nobody came in. "
    "Make a new one, and read it out slowly.",
    "code_ended": "No code is shown: it was used, or its ten minutes are over. Nobody else came in. "
    "Make a new one if somebody is still waiting.",
    "code_replaced": "Another code took the place of this one. Nothing is lost. Give the new one.",
    "code_gone": "The code was not shown any more when it was said.",
    "pairing_malformed": "The other computer did not say the code as it must.",
    "pairing_stopped": "Three wrong codes in a row: this computer shows none any more. Nobody came in. "
    "Look who is in the room, then allow it again (--allow-again), or give a link.",
    "join_old": "What has arrived is older than your invitation. Nothing was written in your name. "
    "Begin again with the person who invites you.",
    "devices_most": "You have {most} computers in the cell already, and that is as many as there may be. "
    "Nothing has changed. Take away one that is not used any more, then try again.",
    "device_unknown": "None of your computers has a number that begins with “{prefix}”. Nothing has changed. "
    "See which you have with idos-p2p device list.",
    "device_ambiguous": "Several of your computers have a number that begins with “{prefix}”. Nothing has changed. "
    "Write more of it.",
    "device_is_this": "That is the computer you are at. Nothing has changed. "
    "To take it away, do so from another one of yours.",
}
