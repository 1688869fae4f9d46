"""The signed log: entries, the segments that seal them, the chain they form, and heights. Pure."""
