"""A delivered line in order: archive, layout, loading, repeats, corrections, staging."""
