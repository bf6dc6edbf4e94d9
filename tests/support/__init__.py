"""What the tests share: deliveries made by hand, an independent oracle, the command line."""
