"""English sentences of the self-test behind "someone does not appear?". Written as ``en.py`` is."""

from __future__ import annotations

from ui.words.catalogue import Sentence

SELFTEST: dict[str, Sentence] = {
    "check_network": "Network",
    "check_kind": "Kind of network",
    "check_hearing": "Hearing",
    "check_port": "Way in",
    "check_firewall": "Firewall",
    "check_isolation": "Isolation",
    "check_vpn": "VPN",
    "check_clock": "Clock",
    "outcome_ok": "well",
    "outcome_fault": "to be seen to",
    "outcome_unknown": "not known",
    "selftest_all_well": "This computer is ready to meet the others.",
    "selftest_found": "This is what keeps you from meeting:",
    "selftest_nobody": "Nothing wrong was found here, but nobody showed themselves to prove it.",
    "selftest_ways": "Meanwhile:",
    "selftest_near": "Around you:",
    "near_sought": "Looked for at this address.",
    "near_seen": "Shows itself in the room.",
    "near_reachable": "Answers.",
    "near_trusted": "News pass.",
    "near_up_to_date": "Up to date.",
    "way_hotspot": "Share a phone's connection, and put every computer on that network.",
    "way_address": "Type the other computer's address, or say a code: that works without seeing each other.",
    "way_usb": "Write a meeting file to a USB key.",
    "network_none": "This computer is on no network. Plug in a cable, or choose the room's Wi-Fi.",
    "network_self_assigned": "The network gave this computer no address. Turn the Wi-Fi off and on again, "
    "or check the network's password.",
    "network_other": "The computer {endpoint} is on another network than this one. Put both on the same.",
    "network_ok": "This computer is on a network ({address}).",
    "network_public": 'This network is set to "Public": Windows hides this computer from the others. '
    'Choose "Private" in the network settings.',
    "kind_open": "The network is set so that computers see each other.",
    "kind_unasked": "This system does not hide the computer by the network it is on.",
    "hearing_ok": "Computers show themselves in the room ({count}).",
    "hearing_multicast": "This network does not let computers show themselves: nobody is found without being asked "
    'for, but they can talk. In the settings of a Wi-Fi this is often called "multicast".',
    "hearing_nobody": "No IDOS shows itself in the room. Either nobody is there, or this network hides them.",
    "port_closed": "This computer does not listen: it lets nobody in at the moment. Open IDOS as usual.",
    "port_ok": "Others come in to this computer (port {port}).",
    "port_blocked": "Others do not get through to this computer (port {port}).",
    "port_unproved": "Nobody has tried to come in to this computer (port {port}).",
    "firewall_here": "The firewall of this computer stops the others. Allow IDOS in its settings (port {port}). "
    "As long as one of the two can come in to the other, you can meet.",
    "firewall_here_out": "The firewall of this computer, or a VPN, keeps it from calling {endpoint}. "
    "Allow IDOS in its settings.",
    "firewall_there": "The computer {endpoint} is there, but its firewall does not answer. Allow IDOS on that "
    "computer, or type this one's address there.",
    "firewall_shut_there": "The computer {endpoint} answers that IDOS is not open there. Open it, "
    "and check the number after the colon.",
    "firewall_ok": "No firewall stands between here and the others.",
    "firewall_unproved": "Nothing shows that a firewall is in the way, nor that none is.",
    "isolation_apart": "This Wi-Fi keeps its computers from talking to each other: {endpoint} stays silent. Guest "
    "networks often do. Take another network.",
    "isolation_absent": "Other computers answer, but not {endpoint}. It is off, asleep, or its address has changed.",
    "isolation_ok": "The computers of this network can talk to each other.",
    "isolation_unproved": "Nothing shows whether the computers of this network can talk to each other.",
    "vpn_only": 'This computer has only the VPN "{name}": the computers of the room are not on it. '
    "Turn the VPN off while you meet, and choose the room's network.",
    "vpn_none": "No VPN is on.",
    "vpn_harmless": 'The VPN "{name}" is on, and is not in the way.',
    "vpn_beside": 'The VPN "{name}" is on. If nobody appears, turn it off while you meet.',
    "clock_here_late": "The clock of this computer is {hours} h behind the others. Set it right, then try again.",
    "clock_here_early": "The clock of this computer is {hours} h ahead of the others. Set it right, then try again.",
    "clock_there_late": "The clock of another computer is {hours} h behind. Set it right there.",
    "clock_there_early": "The clock of another computer is {hours} h ahead. Set it right there.",
    "clock_differs": "The clock of this computer and that of another differ by {hours} h. "
    "Set right the one that is wrong, then try again.",
    "clock_ok": "The clocks agree.",
    "clock_unproved": "No other computer is there to compare the clocks with.",
}
