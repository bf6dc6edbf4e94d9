"""What an operator is warned of: checks of a home, and the same as a file for Prometheus."""
