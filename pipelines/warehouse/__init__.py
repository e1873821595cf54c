"""The warehouse: landed rows in, one finished DuckDB file of checked tables out."""
