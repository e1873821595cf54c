"""Sets as people write them: several in a cell, beside the name of their exercise, with remarks."""

__all__ = ["cells", "named_sets", "sets"]
