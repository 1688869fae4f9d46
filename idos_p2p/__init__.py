"""The cell itself: identities, the signed log, records, rules, store and views. No Qt, no sockets, no asyncio."""

__version__ = "0.1.0"
