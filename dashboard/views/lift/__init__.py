"""Lifts: all of them on cards, and one in full: its past, its fan, the styles beside each other, when a load comes."""
