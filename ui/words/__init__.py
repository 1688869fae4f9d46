"""What people read, in French and English, for the command line and the window alike."""
