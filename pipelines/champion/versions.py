"""The versions there are, as people and programs read them: what each is, how good it was, when it was in force."""

from datetime import UTC, datetime
from typing import Any

from data import shipped as shipped_files
from models.forecasters.horizons import HORIZONS_WEEKS
from models.forecasters.names import SHIPPED
from pipelines.champion import registry
from pipelines.champion.registry import NONE_OF_ITS, Champion
from pipelines.champion.tracking import Tracker, tracking
from pipelines.errors import ModelError, UnknownVersionError
from pipelines.settings import Settings

Row = dict[str, Any]


def listed(settings: Settings) -> list[Row]:
    """Every version, the newest first and what ships last; in force is the one that MLflow's alias is on.

    Returns
    -------
    list of dict
        `version, model_version` (as builds have it), `candidate, in_force, registered_at, reigned` (since when, by
        what), `lifters, series, rows, first_cutoff, last_cutoff, skill` (by horizon in weeks), `decision`.
    """
    if not registry.tracking_database(settings).is_file():
        return _without_registry(settings)
    with tracking(settings) as tracker:
        in_force, reigned = tracker.in_force(), _reigned(tracker)
        rows = [
            {
                "version": str(one.version),
                "model_version": str(one.version),
                "candidate": one.tags.get("candidate", ""),
                "in_force": str(one.version) == in_force,
                "registered_at": datetime.fromtimestamp(one.creation_timestamp / 1000, UTC).isoformat(
                    timespec="seconds"
                ),
                "reigned": [reign for reign in reigned if reign["version"] == str(one.version)],
                "lifters": _whole(one.tags.get("lifters")),
                "series": _whole(one.tags.get("series")),
                "rows": _whole(one.tags.get("rows")),
                "first_cutoff": one.tags.get("first_cutoff"),
                "last_cutoff": one.tags.get("last_cutoff"),
                "skill": skill_of(tracker.scores(str(one.version)), one.tags.get("candidate", "")),
                "decision": one.tags.get("decision", ""),
            }
            for one in tracker.versions()
        ]
        return [*rows, _of_shipped(settings, in_force=in_force, reigned=reigned)]


def shown(settings: Settings, version: str | None = None) -> Row:
    """One version, or the one in force, with its scores beside the baselines' and what it was made of.

    Returns
    -------
    dict
        As of `listed`, and `scores`, `tags` (digests, keys, code).

    Raises
    ------
    UnknownVersionError
        There is no such version.
    """
    rows = {row["version"]: row for row in listed(settings)}
    if version is not None and version not in rows:
        raise UnknownVersionError(f"version {version}: there is none; `liftcast models list` names those there are")
    number = version if version is not None else next(name for name, row in rows.items() if row["in_force"])
    written = _written(settings)
    if number == NONE_OF_ITS:
        return {**rows[number], "scores": _scores_of_shipped(written), "tags": {}}
    if not registry.tracking_database(settings).is_file():
        return {**rows[number], "scores": written.scores if written else [], "tags": {}}
    with tracking(settings) as tracker:
        tags = tracker.version(number).tags
        return {**rows[number], "scores": tracker.scores(number), "tags": dict(tags)}


def skill_of(scores: list[Row], candidate: str) -> dict[str, float | None]:
    """A candidate's skill over all lifts by horizon; None where it was not scored."""
    found = {
        row["horizon_weeks"]: row["skill"]
        for row in scores
        if row.get("candidate", candidate) == candidate and row["slice"] == "all"
    }
    return {str(weeks): found.get(weeks) for weeks in HORIZONS_WEEKS}


def _of_shipped(settings: Settings, *, in_force: str, reigned: list[Row]) -> Row:
    """What ships, as a version: learnt from other people's logs."""
    card = shipped_files.load_strength_model()["card"]
    written = _written(settings)
    is_told = in_force == NONE_OF_ITS and written is not None and written.name == SHIPPED
    return {
        "version": NONE_OF_ITS,
        "model_version": shipped_files.strength_model_version(),
        "candidate": SHIPPED,
        "in_force": in_force == NONE_OF_ITS,
        "registered_at": None,
        "reigned": [reign for reign in reigned if reign["version"] == NONE_OF_ITS],
        **{count: card[count] for count in ("lifters", "series", "rows")},
        "first_cutoff": None,
        "last_cutoff": None,
        "skill": skill_of(_scores_of_shipped(written), SHIPPED),
        "decision": written.decision if is_told and written else "Ships with Liftcast: learnt from public logs.",
    }


def _scores_of_shipped(written: Champion | None) -> list[Row]:
    """Scores on this home's lifters where it was scored last, else those it ships with."""
    scores = written.scores if written is not None else []
    if any(row["candidate"] == SHIPPED and row["skill"] is not None for row in scores):
        return scores
    card = shipped_files.load_strength_model()["card"]
    return [{"candidate": SHIPPED, **row} for row in card["scores_on_unseen_lifters"]]


def _without_registry(settings: Settings) -> list[Row]:
    """What is written down alone, where MLflow's database is not made yet or is gone, and what ships."""
    written = _written(settings)
    if written is None or written.name == SHIPPED:
        return [_of_shipped(settings, in_force=NONE_OF_ITS, reigned=[])]
    row = dict.fromkeys(("registered_at", "lifters", "series", "rows", "first_cutoff", "last_cutoff"))
    row |= {
        "version": written.version,
        "model_version": written.version,
        "candidate": written.name,
        "in_force": True,
        "reigned": [],
    }
    row |= {"skill": skill_of(written.scores, written.name), "decision": written.decision}
    return [row, _of_shipped(settings, in_force=written.version, reigned=[])]


def _written(settings: Settings) -> Champion | None:
    """What is written down; a damaged record says nothing."""
    try:
        return registry.read_champion(settings)
    except ModelError:
        return None


def _reigned(tracker: Tracker) -> list[Row]:
    """Reigns as plain rows."""
    return [{"version": one.version, "since": one.since, "by": one.by} for one in tracker.reigned()]


def _whole(text: str | None) -> int | None:
    return None if text is None else int(text)
