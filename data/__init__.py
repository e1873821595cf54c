"""Reference data and its typed loaders, and the units by which people log."""
