"""A coach's lifters: who needs attention, and why."""
