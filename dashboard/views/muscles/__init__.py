"""Muscles: size under each style, and the sets each gets."""
