"""Pure models: arrays and frames in, arrays and frames out."""
