"""Simulated lifters with known truth. Nothing that forecasts is used here, and nothing that forecasts uses it."""

__all__ = ["lifters", "simulation"]
