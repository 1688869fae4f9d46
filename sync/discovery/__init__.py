"""Finding the others in the room: mDNS and typed addresses.

What leaks: everyone on the network sees that some IDOS runs at this address and port, since when, and when it leaves.
Its names are random and new on each network; its tag tells members that it is one of theirs, and others nothing. Two
computers of one cell cannot be linked by what they advertise. Who wants to be unseen looks without a port, or not at
all.
"""
