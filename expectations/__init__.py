"""What must be true of each table, and how severe it is when it is not."""
