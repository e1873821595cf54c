"""The plan: what if, plans side by side, the block by week and day, to print and to take along."""
