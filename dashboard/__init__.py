"""The dashboard: reads a published build, shows it."""
