"""One page each: reads, draws, says what it means."""
