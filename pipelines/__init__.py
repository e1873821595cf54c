"""Liftcast pipelines: exports in, a published warehouse with forecasts out."""
