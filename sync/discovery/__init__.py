"""Finding the others in the room: mDNS, remembered and typed addresses."""
