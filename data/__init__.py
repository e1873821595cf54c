"""Reference data and its typed loaders."""
