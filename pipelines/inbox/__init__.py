"""What people dropped in: whose it is, the archive of every file, and the mappings that read tables of one's own."""

__all__ = ["archive", "doors", "mapmaking", "mapping_files", "mappings", "offers", "packing", "queries"]
