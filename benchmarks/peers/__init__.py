"""Other tools that read a polis as we do, to be timed beside us."""
