"""The main job shown on real parts: several processes, a home each, an invented association, one room."""
