"""What two devices say to each other, as a state machine: bytes in, events and bytes out."""
