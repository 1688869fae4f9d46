"""What comes in and goes out as files that other programs read."""
