"""What a meeting costs beside four other engines on the same workloads: ``python -m bench.meeting``."""
