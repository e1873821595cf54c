"""One module per source of body measurements, each with a `FORMAT`. Nothing else lists them."""
