"""Order and time: the steps of the pipeline, the flows and schedules around them. The only room that knows Prefect."""

__all__ = [
    "backup",
    "deleting",
    "deployments",
    "due",
    "engine",
    "flows",
    "prefect_home",
    "programs",
    "requests",
    "steps",
    "time_zones",
    "underway",
    "watcher",
]
