"""The numbered migrations of the store, as SQL. One that was released is never edited: the next one changes it."""
