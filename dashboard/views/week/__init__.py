"""The lifter's answer in five seconds."""
