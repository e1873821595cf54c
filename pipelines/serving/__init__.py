"""From a build to a fuller build, and from a build to answers: forecasts, plans, milestones, looking back."""

__all__ = [
    "drift",
    "forecast",
    "forecast_answers",
    "freshness",
    "home_calibration",
    "live_accuracy",
    "looking_back",
    "milestones",
    "plan_answers",
    "planner",
    "reuse",
    "sequences",
]
