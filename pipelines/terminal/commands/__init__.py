"""The commands of the public door, by what they are about."""
