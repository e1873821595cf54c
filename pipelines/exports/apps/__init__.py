"""One module per app's workout export, each with a `FORMAT`. Nothing else lists them."""
