"""How cells meet: finding each other, a proven channel, and one session that makes both equal. No Qt."""
