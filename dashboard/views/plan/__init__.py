"""The plan, the next block written out, and the form of goals and limits."""
