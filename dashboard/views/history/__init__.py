"""What a lifter has done: the calendar, the volume, the blocks, the records, any two periods side by side."""
