"""What goes with a year that is destroyed, and the search that shows that nothing of it stayed (operation.md)."""
