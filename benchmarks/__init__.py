"""Benchmarks: a build beside its floor, disclosure control, and other tools that do the same."""
