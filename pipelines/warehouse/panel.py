"""The tables that forecasts are learnt and made from, in a build of their own: most ingests need none of them."""

import hashlib
from typing import Final

from pipelines.files.code import digest_of_code
from pipelines.progress import Progress, Silent
from pipelines.settings import Settings
from pipelines.warehouse import rules
from pipelines.warehouse.database import sql
from pipelines.warehouse.publish import Build, find_build, new_build_from

PANEL: Final = (
    "lift_days",
    "lift_cutoffs",
    "lift_windows",
    "lifter_form",
    "other_lifts",
    "exercise_kinds",
    "lift_features",
    "lift_targets",
)
NOT_KEPT: Final = frozenset({"lift_windows", "lifter_form", "other_lifts", "exercise_kinds"})
"""Only steps on the way to `lift_features`, and larger than all else."""
KEPT_TABLES: Final = tuple(name for name in PANEL if name not in NOT_KEPT)


def add_panel(settings: Settings, marts: Build, *, progress: Progress | None = None) -> Build:
    """Make the panel of a marts build, or find the one already made of it.

    Parameters
    ----------
    settings : Settings
    marts : Build
        Not changed; a build that holds a panel already is given back as it is.
    progress : Progress, optional
        Told of each table.

    Returns
    -------
    Build
        Of kind `panel`: all of the marts, and the tables of `PANEL` but for those not kept.

    Raises
    ------
    CheckError
        The new build breaks one of its own rules; nothing is left behind.
    """
    if marts.kind != "marts":
        return marts
    key = hashlib.sha256(f"{marts.key}\n{panel_digest()}\n".encode()).hexdigest()
    made = find_build(settings, key)
    if made is not None:
        return made
    with (
        (progress or Silent()).step("building the panel", total=len(PANEL)) as advance,
        new_build_from(settings, marts, key, kind="panel") as con,
    ):
        for name in PANEL:
            temporary = "temporary " if name in NOT_KEPT else ""
            con.execute(f"create {temporary}table {name} as\n{sql('panel', name)}")
            advance(1)
    build = find_build(settings, key)
    if build is None:
        raise RuntimeError(f"the panel just made under {settings.builds} cannot be found: key {key}")
    return build


def panel_digest() -> str:
    """Digest the SQL that makes the panel, and its rules: part of the key of all that is made from it."""
    return digest_of_code(rules.__name__, files=("pipelines/warehouse/sql/panel/**/*.sql", *rules.FILES))
