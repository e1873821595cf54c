"""Names of exercises to the catalogue: by alias, by readable rules, or honestly not at all."""

__all__ = ["resolution"]
