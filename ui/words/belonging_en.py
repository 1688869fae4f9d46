"""English sentences of belonging: coming in, Membres, inviting, the charter. Written as ``en.py`` is."""

from __future__ import annotations

from ui.words.catalogue import Plural, Sentence

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

_MEMBERS: dict[str, Sentence] = {
    "nav_members": "Members",
    "members_lead": "The persons of the cell, and what proves it.",
    "members_label": "Persons of the cell",
    "members_search": "Look for a person",
    "members_invite": "Invite",
    "members_place": "My place",
    "members_charter": "The charter",
    "members_you": "you",
    "members_group_guest": "Guests, to confirm",
    "members_group_member": "Members",
    "members_group_gone": "Persons who are gone",
    "members_gone_show": Plural("Show {count} person who is gone", "Show {count} persons who are gone"),
    "members_gone_hide": Plural("Hide {count} person who is gone", "Hide {count} persons who are gone"),
    "members_standing": "{parts}",
    "members_is_confirmed": "Confirmed",
    "members_is_resting": "Resting: not asked for answers",
    "members_is_guest": "Guest: reads and writes, no voice yet",
    "members_is_excluded": "Not of the cell any more, by decision",
    "members_is_left": "Left the cell",
    "members_seat_concerned": "among the concerned",
    "members_seat_carrying": "among those who carry",
    "members_devices": Plural("{count} computer", "{count} computers"),
    "members_deviceless": "without a computer",
    "members_chip_confirm": "to confirm",
    "members_fact": "{fact}, by {who}, {day}",
    "members_fact_own": "{fact}, {day}",
    "member_why": "What proves it",
    "member_story": "See their story",
    "member_confirm": "Propose to confirm",
    "member_recover": "Bring back on another computer…",
    "member_confirm_why": "A guest reads and writes. For a guest to have a voice, the members decide together.",
}

_PLACE: dict[str, Sentence] = {
    "place_title": "My place",
    "place_devices": "My computers",
    "own_here": "This computer",
    "own_other": "Computer {number}",
    "own_entries": Plural("{count} note written", "{count} notes written"),
    "device_add": "Add a computer",
    "device_remove": "Remove",
    "device_remove_spoken": "Remove: {name}",
    "device_remove_title": "Remove this computer?",
    "device_remove_why": "{name} will write for you no more, and the others will not meet it any more. "
    "What it wrote stays. This cannot be taken back.",
    "device_remove_do": "Remove the computer",
    "device_removed": "Done: that computer does not write for you any more.",
    "device_add_title": "Add a computer of mine",
    "device_add_lead": "On the other computer, start IDOS, then choose “This is my second computer”.",
    "device_came": "Done: your other computer is in the cell.",
    "rest_head": "Rest",
    "rest_why": "While you rest, decisions do not wait for your answer. You can still read and write everything, and "
    "come back when you like.",
    "rest_do": "Rest",
    "resting_back": "Come back",
    "resting_done": "Noted: decisions do not wait for your answer any more.",
    "rest_back_done": "Welcome back: you are asked for your answer again.",
    "leave_head": "Leave the cell",
    "leave_open": "Leave the cell…",
    "leave_title": "Leave the cell?",
    "leave_why": "This is for good, with all your computers. What this computer knows stays with you. "
    "What was exchanged stays with the others. To come back takes a new decision of the members.",
    "leave_take": "Take what is mine with me",
    "leave_take_why": "In a folder that other programs can read.",
    "leave_folder": "Choose the folder…",
    "leave_folder_name": "IDOS - what is mine",
    "leave_folder_none": "Choose the folder first.",
    "leave_erase": "Erase everywhere what I alone could write",
    "leave_keep": "Stay",
    "leave_do": "Leave the cell",
    "leave_done": "You left the cell. The others will learn it at the next meeting.",
    "leave_exported": "What is yours is in {folder}.",
    "leave_erased": Plural("{count} record of yours is erased.", "{count} records of yours are erased."),
}

_INVITING: dict[str, Sentence] = {
    "inviting_title": "Invite somebody",
    "inviting_lead": "The person comes in as a guest: they read and write at once.",
    "inviting_way": "How",
    "inviting_code": "By a code",
    "inviting_link": "By a link",
    "inviting_none": "Without a computer",
    "inviting_seat": "Their place",
    "inviting_seat_concerned": "Concerned",
    "inviting_seat_carrying": "Who carries",
    "inviting_seat_why": "Concerned: what the cell does is for them. Who carries: they keep it going.",
    "inviting_guest": "It takes a voice in the cell to invite. Ask somebody who is confirmed.",
    "code_show": "Show a code",
    "code_why": "For somebody in the same room, on the same Wi-Fi.",
    "code_label": "The code to read out",
    "code_read": "Read this code out. Four letters of each word are enough, without accents.",
    "code_until": Plural(
        "Good for {count} minute, until {time}, for one person.",
        "Good for {count} minutes, until {time}, for one person.",
    ),
    "code_cancel": "Cancel the code",
    "code_again": "Show another code",
    "code_came": "{name} is in the cell.",
    "code_allow": "Allow again",
    "code_stopped": "Three wrong codes in a row: this computer shows none any more. Nobody came in. "
    "Look who is in the room, then allow it again, or give a link.",
    "code_nowhere": "This computer is on no network: nobody can come in by this code. "
    "Connect it to the same Wi-Fi as the other one, then show another code.",
    "link_make": "Make a link",
    "link_why": "A link is for one person, for thirty days. Give it from hand to hand if you can.",
    "link_label": "Invitation link",
    "link_qr": "The same link, to photograph",
    "link_care": "Whoever finds this link can come in.",
    "admit_name": "What is this person's name?",
    "admit_name_hint": "First name, and last name if you wish",
    "admit_why": "They are of the cell without a computer. They speak their answers, and two persons note them.",
    "admit_do": "Bring in",
    "admit_needs": "Write this person's name.",
    "admitting_done": "{name} is of the cell, as a guest.",
}

_RECOVERING: dict[str, Sentence] = {
    "recovering_title": "Bring back {name}",
    "recovering_lead": "Their computer is lost, or they had none. They came in as a guest just now, with another one. "
    "The members decide that this computer is theirs.",
    "recovering_guest": "With which computer did they come back?",
    "recovering_none": "Choose",
    "recovering_care": "What their old computer wrote, and is not here yet, will not count. "
    "Do this while they are present.",
    "recovering_needs": "Choose with which computer the person came back.",
    "recovering_do": "Propose",
    "recovering_done": "The proposal is put. Once it is adopted, the computer is theirs.",
}

_CHARTER: dict[str, Sentence] = {
    "charter_lead": "What the cell decided to tell everyone who arrives.",
    "charter_label": "Text of the charter",
    "charter_do": "I have read the charter",
    "charter_accepted": "I have read the charter.",
    "charter_thanks": "Noted: you have read the charter.",
    "charter_known": "You said that you have read it.",
}

BELONGING: dict[str, Sentence] = {**_FIRST_RUN, **_MEMBERS, **_PLACE, **_INVITING, **_RECOVERING, **_CHARTER}
