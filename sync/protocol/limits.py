"""Every limit of a meeting, with its unit and its reason (security §4.12, design §9)."""

from __future__ import annotations

from idos_p2p.limits import KIB, MIB

# One connection
MAX_FRAME_BYTES = 1 * MIB  # the largest segment alone is 256 KiB; bounds what one peer makes us hold before we judge it
MAX_IN_FLIGHT_BYTES = 8 * MIB  # sent to one peer and not yet taken by it: a slow peer cannot fill our memory
READ_BYTES = 64 * KIB  # taken from the socket at once; what is read and not yet judged stays below twice this
IDLE_SECONDS = 60.0  # silence after which a peer counts as gone; a session has no other limit in time
HEARTBEAT_SECONDS = 20.0  # an empty frame after this much silence: two may be lost before the peer counts us as gone
CLOSE_SECONDS = 1.0  # a polite end waits this long for the peer's own, then the socket is dropped

# One message
MAX_HEADS = 8_192  # rows of heights: 150 persons, 8 devices each, replaced a few times, and room for forks; 600 KB
MAX_WANTED = 1_000  # bodies asked for at once: 40 KB, and some seconds of another's disk at worst
MAX_BODIES = 1_000  # in one message of an answer
BODIES_BYTES = 512 * KIB  # of bodies in one message of an answer, unless one alone is larger
BLOB_WINDOW = 4  # chunks of an attachment in one answer: 1 MiB on its way, and another question a round trip later
MAX_ASKABLE = 64  # attachments offered at once to be asked for: others may be asked for most of them already
MAX_TOLD_ABSENT = 1_000  # attachments of which a peer is told when they come; 32 KB

# Before a peer is known
CONNECT_SECONDS = 4.0  # to reach an address at all: a lost first packet is sent again after 1 and after 3 seconds
HANDSHAKE_SECONDS = 3.0  # from the connection to the last proof; a laptop on poor Wi-Fi needs some 0.3
PAIRING_SECONDS = 10.0  # from the knock to what is handed over: two guesses wait for each other, and a disk writes
PROBE_SECONDS = 8.0  # to ask another whether it reaches us: the way there and its own dial, CONNECT_SECONDS each
CODE_SECONDS = 600.0  # how long a spoken code is good for: ten minutes, to find the laptop and the glasses
MAX_HALF_OPEN = 16  # connections that have proved nothing yet: with READ_BYTES each, 2 MiB at most
DISPLACE_SECONDS = 0.2  # when all places are taken, a host that holds several loses one; a member needs some 0.05
DISPLACE_LAST_SECONDS = 1.0  # and so does one that holds only one: in a full room of slow laptops all come at once
BACKLOG = 128  # connections that wait in the system's queue for a place: at the pace above, 1.6 seconds' worth
ACCEPT_RETRY_SECONDS = 1.0  # pause after the system refused to hand us a connection (too many open files)
MAX_CONNECTIONS = 32  # proved and in session: a room of 25 persons, each with every other, and some to spare
MAX_OF_DEVICE = 2  # of these, of one device: one whose other end is gone, and the one that takes its place
MAX_STRANGERS = 8  # proved, and no device of the cell, or not yet: newcomers of one evening, and some to spare
STRANGER_SECONDS = 5.0  # when all of those are taken, who has had one for so long and is no member yet loses it
ANSWER_SECONDS = 30.0  # at a door, for what the other has to say next: a program's answer, on a slow disk
MAX_PAIRING = 4  # connections that are saying a spoken code; one is heard at a time
MAX_KNOCKS_PER_DIAL = 8  # secrets tried at one address: who was absent for more renewals is reached by the others
MAX_DIALS = 3  # handshakes that we begin at once: in a full room more of them would each be too slow to be finished
MAX_SILENT_DIALS = (
    8  # the same, at addresses where nothing answered or that are only remembered: they take CONNECT_SECONDS
)
REFUSAL_LINES = 60  # lines in the log about peers turned away, per REFUSAL_SECONDS: a flood must not fill the disk
REFUSAL_SECONDS = 60.0

# Finding
MAX_SEEN = 256  # advertisements followed at once: a spoofer cannot fill our memory
MAX_ENDPOINTS = 8  # addresses taken from one advertisement, and offered in ours
MAX_TXT_BYTES = 128  # of one advertisement; ours has 26
ADVERTISEMENT_SECONDS = 240  # how long others believe an advertisement that was not renewed: who died is gone by then
RESOLVE_SECONDS = 3.0  # to learn the address behind an advertisement
REMEMBERED_TRIES = 8  # at an address that was not seen now: over a minute, and again on each new network
SLEPT_SECONDS = 20.0  # between what two clocks say of one pause: the computer was asleep, and the others gave it up
INTERFACE_WATCH_SECONDS = 5.0  # how soon a new Wi-Fi is noticed; listing the interfaces costs under a millisecond

# A file that carries the cell
BUNDLE_CHUNK_BYTES = 64 * KIB  # authenticated at once: what a file that was cut anywhere loses at most
MAX_BUNDLE_BOXES = 1_504  # devices of a whole cell, rounded up as they are written; 120 KB, and 70 ms to try them all
MAX_BUNDLE_RECORD_BYTES = 512 * KIB  # the largest segment is 384 KiB; bounds what is held before it is judged
MAX_BUNDLE_FILE_BYTES = 4 * 1024 * MIB - 1  # of one file on FAT, which is what most keys are sold with
MAX_PLACES = 5_000  # attachments that one record says the place of: 340 KB

# A shared folder
FOLDER_SECONDS = 5.0  # between two looks at it: a listing, which costs a network disk some milliseconds
MAX_FOLDER_FILES = 4_096  # looked at: 150 persons with a dozen files each, and as many attachments; bounds memory
MAX_FOLDER_SPANS = 4_096  # of one file that are remembered: every device of a cell, thrice; a row has 72 bytes
MAX_FOLDER_READERS = 64  # different circles of readers remembered: each time somebody came or went, until rewritten
