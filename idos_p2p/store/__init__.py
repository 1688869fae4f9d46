"""Where a cell is kept: the ports, the encrypted file, its in-memory twin, the migrations."""
