"""Who belongs and what was decided: pure functions over the set of acts of authority."""
