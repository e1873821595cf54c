"""A made-up club: what its booking system would hand out on the first day, and on some nights after it.

Nobody trained like this: the members are simulated. `python examples/gym/make_club.py --out club` writes

    first-day/sets.csv.gz     every set up to the first day
    night-1/sets.csv.gz       what came since: new sets, a session that was logged late, a set that was corrected
    night-2/...
"""

import argparse
from pathlib import Path

import pandas as pd

from models.simulator.lifters import draw_personas
from models.simulator.simulation import simulate
from pipelines.simulated.renderers.names import exported_names

COLUMNS = ["set_id", "member", "performed_at", "exercise", "set_no", "kind", "kg", "reps"]
LATE_DAYS = 10
"""A session that is logged late comes so many days after the others of its day."""


def club(members: int, weeks: int, seed: int) -> pd.DataFrame:
    """Every set of the club, as its system would keep it, in the order of time."""
    life = simulate(draw_personas(members, seed=seed, weeks=weeks), seed=seed)
    sets = life.sets.sort_values(["started_at", "lifter"], kind="stable").reset_index(drop=True)
    numbers = {lifter: f"M{number:04}" for number, lifter in enumerate(sorted(sets["lifter"].unique()), start=1)}
    names = exported_names("strong")
    within = ["lifter", "started_at", "exercise_id"]
    table = pd.DataFrame(
        {
            "set_id": sets.index + 100_001,
            "member": sets["lifter"].astype(str).map(numbers),
            "performed_at": sets["started_at"].dt.strftime("%Y-%m-%d %H:%M:%S"),
            "exercise": sets["exercise_id"].astype(str).map(names),
            "set_no": sets.groupby(within, observed=True).cumcount() + 1,
            "kind": sets["set_kind"].astype(str),
            "kg": sets["load_kg"].round(2),
            "reps": sets["reps"].astype(int),
        }
    )
    return table[COLUMNS]


def nights(table: pd.DataFrame, count: int) -> list[pd.DataFrame]:
    """What is handed out on the first day and on each night after it."""
    days = pd.to_datetime(table["performed_at"]).dt.normalize()
    last = days.max()
    first_day = last - pd.Timedelta(days=count)
    known = days <= first_day
    members = table.loc[known, "member"].unique()
    late_day = days[known & (table["member"] == members[0]) & (days <= first_day - pd.Timedelta(days=LATE_DAYS))].max()
    is_late = known & (table["member"] == members[0]) & (days == late_day)
    parts = [table[known & ~is_late]]
    for night in range(1, count + 1):
        new = table[days == first_day + pd.Timedelta(days=night)]
        parts.append(pd.concat([new, table[is_late], _corrected(parts[0], members)]) if night == 1 else new)
    return parts


def _corrected(table: pd.DataFrame, members: "pd.api.extensions.ExtensionArray") -> pd.DataFrame:
    """The last set of another member, with one repetition less than was written down at first."""
    own = table[table["member"] == members[-1]].tail(1)
    return own.assign(reps=(own["reps"] - 1).clip(lower=1))


def main() -> None:
    """Write the club."""
    parser = argparse.ArgumentParser(description="Write a made-up club's sets.")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--members", type=int, default=200)
    parser.add_argument("--weeks", type=int, default=104)
    parser.add_argument("--nights", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    said = parser.parse_args()
    table = club(said.members, said.weeks, said.seed)
    for night, part in enumerate(nights(table, said.nights)):
        folder = said.out / (f"night-{night}" if night else "first-day")
        folder.mkdir(parents=True, exist_ok=True)
        part.to_csv(folder / "sets.csv.gz", index=False, compression={"method": "gzip", "mtime": 1})
        print(f"{folder / 'sets.csv.gz'}: {len(part):,} sets of {part['member'].nunique()} members")  # noqa: T201


if __name__ == "__main__":
    main()
