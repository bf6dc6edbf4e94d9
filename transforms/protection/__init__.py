"""Disclosure control: from exact figures to what may be published (docs/spec/disclosure.md)."""
