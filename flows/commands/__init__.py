"""What the commands compute and print; `flows/cli.py` reads their options."""
