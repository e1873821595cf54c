"""One lift: its past, its fan, the styles beside each other."""
