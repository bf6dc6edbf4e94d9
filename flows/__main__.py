"""`python -m flows` is the command `banenafspraak`."""

from __future__ import annotations

from flows.cli import entry

entry()
