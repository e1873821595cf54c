"""Whether learning anew is worth trying: only with enough lifters, and enough that is new since the last try.

A refit costs minutes and, with few lifters, gains nothing that can be told from luck (decision 0017). `training.json`
in the home says which rows were looked at last and what the last try learned from.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

import pandas as pd

from data import shipped as shipped_files
from models.forecasters.panel import KEYS
from models.forecasters.shipped import lifters_seen
from pipelines.files.atomic import write_text
from pipelines.settings import Settings

LEAST_LIFTERS: Final = 45
"""New to what ships: with fewer, nothing learned from them was better than what ships on lifters left out."""
LEAST_GROWTH: Final = 0.25
"""Of the cutoffs learned from: half as many lifters again lower the loss by about 1 %, so a quarter more cutoffs by no
more than the 0.4 % by which two ways to part the same lifters differ."""
LEAST_LIFTERS_WITH_NEW: Final = 10


@dataclass(frozen=True, kw_only=True)
class LastTraining:
    """What the last training looked at, and what the last one that fitted anything learned from.

    Parameters
    ----------
    looked_at : str
        Training key of the rows looked at.
    code : str
        Digest of the code that learned.
    cutoffs : mapping of str to int
        Learned from, by lifter; empty where nothing was ever fitted.
    """

    looked_at: str = ""
    code: str = ""
    cutoffs: Mapping[str, int] = field(default_factory=dict)


def read_last(settings: Settings) -> LastTraining:
    """Read what the last training looked at; a file that is damaged or missing counts as none."""
    try:
        return LastTraining(**json.loads(_file(settings).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return LastTraining()


def note_last(settings: Settings, last: LastTraining) -> None:
    """Write down what a training looked at, in one step."""
    write_text(_file(settings), json.dumps(asdict(last)))


def cutoffs_of(scored: pd.DataFrame) -> dict[str, int]:
    """Count the cutoffs of each lifter of a training panel."""
    counts = scored[list(KEYS)].drop_duplicates().groupby("lifter").size()
    return {str(lifter): int(count) for lifter, count in counts.items()}


def why_not(scored: pd.DataFrame, last: LastTraining, *, code: str, simulated: bool) -> str:
    """Say why learning from these rows is not worth trying; "" where it is.

    Parameters
    ----------
    scored : DataFrame
        The training panel.
    last : LastTraining
    code : str
        Digest of the code that would learn: other code may learn other things from the same rows.
    simulated : bool
        Whether the lifters are the project's own samples.
    """
    if simulated:
        return "Not tried: the lifters are simulated samples, which teach nothing about anybody's training."
    lifters = scored["lifter"].nunique()
    known = len(lifters_seen(shipped_files.load_strength_model(), scored)) if lifters else 0
    if lifters - known < LEAST_LIFTERS:
        histories = "a history" if lifters - known == 1 else "histories"
        besides = f" ({known} more are among those that what ships has learned from)" if known else ""
        return (
            f"Not tried: {_counted(lifters - known, 'lifter')} with {histories} long enough to score{besides}, "
            f"{LEAST_LIFTERS} are needed to learn anything that what ships does not know."
        )
    if not last.cutoffs or code != last.code:
        return ""
    now = cutoffs_of(scored)
    new = {lifter: count - last.cutoffs.get(lifter, 0) for lifter, count in now.items()}
    grown = sum(max(count, 0) for count in new.values())
    wanted, with_new = round(LEAST_GROWTH * sum(last.cutoffs.values())), sum(count > 0 for count in new.values())
    if grown >= wanted and with_new >= LEAST_LIFTERS_WITH_NEW:
        return ""
    return (
        f"Not tried: {_counted(grown, 'new cutoff')} of {_counted(with_new, 'lifter')} since the last try, "
        f"{wanted:,} of at least {LEAST_LIFTERS_WITH_NEW} are needed to gain anything that can be told from luck."
    )


def _file(settings: Settings) -> Path:
    """Where it is written down."""
    return settings.home / "training.json"


def _counted(count: int, noun: str) -> str:
    """Say a number of things."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
