"""What the commands about versions of the model print."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from pipelines.terminal.screen import print_rows, tell

Row = Mapping[str, Any]

BASELINE_ROWS: Final = ("all", "main")
LIVE: Final = {
    "horizon_weeks": "weeks ahead",
    "weeks": "known in the last weeks",
    "forecasts": "forecasts",
    "lifters": "lifters",
    "skill": "skill",
    "coverage80": "80 % covers",
}


def print_versions(rows: Sequence[Row]) -> None:
    """Print the versions, one a row."""
    shown = [
        {
            "version": f"{row['version']}{' ◀ in force' if row['in_force'] else ''}",
            "candidate": row["candidate"],
            "registered_at": _minute(row["registered_at"]) if row["registered_at"] else "ships with Liftcast",
            "lifters": row["lifters"],
            "rows": row["rows"],
            "skill": _skill(row["skill"]),
            "since": max((_minute(reign["since"]) for reign in row["reigned"]), default=None),
        }
        for row in rows
    ]
    columns = {
        "version": "version",
        "candidate": "candidate",
        "registered_at": "registered (UTC)",
        "lifters": "lifters",
        "rows": "forecasts",
        "skill": "skill 4 / 8 / 12 / 26 weeks",
        "since": "last put in force (UTC)",
    }
    print_rows("Models", shown, columns)


def print_version(row: Row) -> None:
    """Print all there is to say of one version."""
    tell(f"Version {row['version']}: {row['candidate']}{', in force' if row['in_force'] else ''}", is_heading=True)
    if row["decision"]:
        tell(str(row["decision"]))
    if row["lifters"] is not None:
        days = f", cutoffs from {row['first_cutoff']} to {row['last_cutoff']}" if row["first_cutoff"] else ""
        tell(f"Learnt from {row['lifters']} lifters, {row['series']} lifts, {row['rows']:,} forecasts{days}.")
    for reign in row["reigned"]:
        tell(f"Put in force {_minute(reign['since'])} UTC by {_by(reign['by'])}.")
    for part in BASELINE_ROWS:
        scored = [_rounded(score) for score in row["scores"] if score["slice"] == part]
        columns = {"candidate": "candidate", "horizon_weeks": "weeks", "pinball": "pinball", "skill": "skill"}
        print_rows(f"Backtest, {part} lifts", scored, columns | {"coverage80": "80 % covers"}, most=100)
    if row["live_accuracy"]:
        print_rows("Forecasts given, held against what came", [_rounded(one) for one in row["live_accuracy"]], LIVE)
    else:
        tell("Of the forecasts that it has given, none could be held against what came yet.")


def _rounded(row: Row) -> dict[str, Any]:
    return {key: f"{value:.3g}" if isinstance(value, float) else value for key, value in row.items()}


def _minute(moment: str) -> str:
    return moment[:16].replace("T", " ")


def _skill(skill: Row) -> str:
    return " ".join("-" if value is None else f"{value:.3f}" for value in skill.values())


def _by(by: str) -> str:
    return {"mlflow": "a person in MLflow", "training": "a training"}.get(by, f"`liftcast models {by}`")
