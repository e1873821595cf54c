"""What was read, and what only a person can settle."""
