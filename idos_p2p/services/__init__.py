"""The use-cases of a cell, for both faces: found, join, write, ingest, invite, read, check."""
