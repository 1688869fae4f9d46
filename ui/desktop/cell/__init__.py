"""The real cell behind the window's ports: services answered in their thread, meetings in theirs. No Qt."""
