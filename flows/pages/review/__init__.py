"""What a steward decides by: the decision card, what changes, and where a figure comes from."""
