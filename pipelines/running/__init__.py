"""Order and time: the steps of the pipeline, the flows and schedules around them. The only room that knows Prefect."""

__all__ = ["due", "engine", "flows", "prefect_home", "programs", "steps", "time_zones", "watcher"]
