"""One folder a page: what it asks (sql), what it draws (charts), what it says (page)."""
