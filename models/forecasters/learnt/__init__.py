"""How a forecaster forecasts from what it learnt: by arrays alone, without the library that fits, slow to import."""

__all__ = ["blend", "ranges"]
