"""Lists for Qt's views, filled a page at a time from frozen rows."""
