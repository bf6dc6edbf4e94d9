"""The analyses that the letters ask for: one mart, one module."""
