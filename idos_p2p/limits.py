"""Every limit of the cell, with its unit and its reason (design §9, security §4.12)."""

from __future__ import annotations

KIB = 1 << 10
MIB = 1 << 20

MAX_BODY_BYTES = 256 * KIB  # the largest entry alone fills one segment; a larger text is written as several changes
MAX_SEGMENT_BYTES = 64 * KIB  # bodies in one segment, unless it holds a single entry: a cut link costs at most this
MAX_SEGMENT_ENTRIES = 1_000  # bounds the headers rebuilt before the one signature can be checked
MAX_SEGMENT_RAW_BYTES = MAX_BODY_BYTES + 128 * KIB  # columns and bodies before compression; bounds decompression
MAX_SEQ = 2**32 - 1  # u32 in the header
MAX_TIME_MS = 2**48 - 1  # u48 in the header
MAX_REFS = 16  # heads of acts of authority that one act may name
MAX_BRANCHES = 64  # of one device, which forks once in a lifetime if at all; bounds its heads, and a look for an entry
MAX_LOCATOR = 1_024  # places told of one forked log: what its 64 branches of 65,000 entries need; 40 KB
MAX_WAITING_BYTES = 8 * MIB  # chains whose origin is not known yet, kept in memory for one meeting
MAX_OPERATIONS = 5_000  # in one change: what the binding applies in some 10 ms
MAX_VALUE_BYTES = 64 * KIB  # one string or byte value
MAX_KEY_BYTES = 256  # a field's name
MAX_DEPENDENCIES = 64  # heads one change may build upon
MAX_ACTORS = 64  # other devices one change may refer to
MAX_PREDECESSORS = 64  # values one operation may replace
MAX_REWRITES = 64  # times one change may write one place: the binding's work grows with the square of it
MAX_RECORD_COST = 500_000  # a record, as one person knows it, in letters: 1.5 s, 100 MB to load (records/cost.py)
MAX_RECORD_COST_APART = 2 * MAX_RECORD_COST  # with what others wrote apart: nobody fills it alone, so none voids others
MAX_VERSIONS = 256  # values written apart that one record tells: who settles these sees the next ones
MAX_DEPTH = 16  # nested objects in one record
MAX_OPERATION_COUNTER = 2**31  # the binding's own counters are u32
MAX_WORLDS = 16  # histories of forked devices that one record is read in, beside the trunk: each costs a document
INVITE_DAYS = 30  # an invitation serves, unless it says otherwise
MAX_INVITE_USES = 50  # newcomers on one link: a whole general assembly
MAX_CIRCLE = 150  # persons one act names: a whole cell
MAX_DEVICES = 8  # of one person at a time (security §4.12)
MAX_CUTS = 64  # devices of one person that an act cuts: eight, each with its successors
MAX_TEXT_HEADS = 64  # changes that together are the text of a proposal: as many as one change may build upon
MAX_BALLOTS = 2_000  # one certificate lists: each of 150 electors changes their mind a dozen times
MAX_FORGOTTEN = 1_000  # records that one decision erases
MAX_WRAPS = 1_500  # devices that one act seals the cell secret to: all of 150 persons, in one entry
MAX_EPOCHS = 64  # secrets known to whoever knocks, the newest and the first: some 0.2 ms to try them all on one knock
MAX_NAME_CHARACTERS = 200  # a title or a name on one line
MAX_IMPORT_FILE_BYTES = 16 * MIB  # one table or page of an import, read whole: 100,000 rows of 160 bytes
MAX_IMPORT_BYTES = 128 * MIB  # all files of one import together; bounds memory
MAX_IMPORT_FILES = 10_000  # names looked at in the folder: somebody may give their whole disk by mistake
MAX_IMPORT_ROWS = 100_000  # rows of one import: thirty years of a large association
MAX_IMPORT_FAULTS = 1_000  # told at once; nobody reads more before mending the first ones
MAX_TEXT_CHARACTERS = 200_000  # one text: each character is an operation, and a page is drawn in one go
MAX_ATTACHMENT_BYTES = 25 * MIB  # one attachment: a long scan, a good photograph; never read whole into memory
ATTACHMENT_CHUNK_BYTES = 256 * KIB  # encrypted, verified, kept and sent at once
MAX_CELL_ATTACHMENTS_BYTES = 2 << 30  # on one computer: bounds what others can fill a disk with
MAX_FILE_NAME_BYTES = 120  # of an attachment, in UTF-8: every file system takes twice as much
MAX_SET_MEMBERS = 1_000  # words, links or shares in one field: everybody of a cell, several times over
TERM = "2030-02-02"  # the day a cell ends unless it sets an earlier one, or decides to go on (mission)
