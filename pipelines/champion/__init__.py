"""Which model is in force: training, backtest, gate and registry. The only room that knows MLflow."""

__all__ = [
    "backtesting",
    "choosing",
    "refits",
    "registry",
    "tracking_page",
    "train_report",
    "training",
    "trials",
    "versions",
]
