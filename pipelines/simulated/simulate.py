"""Simulated lifters as exports in each app's own format, with the truth beside them; and the project's samples."""

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pandas as pd

from models.simulator.lifters import Persona, draw_personas
from models.simulator.simulation import Simulation
from models.simulator.simulation import simulate as live
from pipelines.settings import Settings
from pipelines.simulated.renderers import LAYOUTS, USUAL, Unit
from pipelines.simulated.renderers.names import categories, exported_names
from pipelines.simulated.samples import SAMPLES, SAMPLES_SEED, Chronicle

WEEKS: Final = 104
TRUTH_TABLES: Final = ("lifters", "one_rm", "sizes", "weeks", "changes", "typing_errors")


@dataclass(frozen=True, kw_only=True)
class SimulationReport:
    """What was written.

    Parameters
    ----------
    out : Path
        The folder.
    lifters : tuple of str
        One folder each.
    files : tuple of Path
        Every export.
    sets : int
        Logged sets in all exports together.
    truth : tuple of Path
        Tables of the truth; empty where none were asked for.
    """

    out: Path
    lifters: tuple[str, ...]
    files: tuple[Path, ...]
    sets: int
    truth: tuple[Path, ...]

    def as_json(self) -> dict[str, Any]:
        """Report as JSON values."""
        return {
            "out": str(self.out),
            "lifters": list(self.lifters),
            "files": [str(path) for path in self.files],
            "sets": self.sets,
            "truth": [str(path) for path in self.truth],
        }

    def sentence(self) -> str:
        """Say it in one sentence."""
        truth = f"; the truth is in {self.out / 'truth'}" if self.truth else ""
        return f"Wrote {self.sets:,} simulated sets of {len(self.lifters)} lifters to {self.out}{truth}."


def simulate(
    settings: Settings | None = None,  # noqa: ARG001 (every step takes them; this one needs none)
    *,
    lifters: int,
    seed: int,
    out: Path,
    app: str | None = None,
    weeks: int = WEEKS,
    truth: bool = True,
) -> SimulationReport:
    """Write simulated lifters as exports, and the truth about them.

    Parameters
    ----------
    lifters, seed : int
        How many; the same arguments give the same bytes.
    out : Path
        Gets `<lifter>/<export>`, `<lifter>/profile.toml` and `truth/*.parquet`.
    app : str, optional
        One of `renderers.LAYOUTS`; by default lifters take turns through `renderers.USUAL`.
    weeks : int
        Length of the longest log.
    truth : bool
        Whether to write the truth.

    Raises
    ------
    ValueError
        If no lifter is asked for or the app is unknown.
    """
    names = USUAL if app is None else (app,)
    if not set(names) <= set(LAYOUTS):
        raise ValueError(f"unknown app {app!r}: choose one of {', '.join(LAYOUTS)}")
    personas = draw_personas(lifters, seed=seed, weeks=weeks)
    chronicles = [
        Chronicle(persona=persona, exports=((names[number % len(names)], 0.0, 1.0),))
        for number, persona in enumerate(personas)
    ]
    return write(chronicles, seed=seed, out=out, truth=truth)


def write_samples(out: Path) -> SimulationReport:
    """Write the project's samples, always the same bytes; without their truth, which `write` gives."""
    report = write(SAMPLES, seed=SAMPLES_SEED, out=out, truth=False)
    (out / "README.md").write_text(_samples_readme(), encoding="utf-8")
    return report


def write(chronicles: Sequence[Chronicle], *, seed: int, out: Path, truth: bool) -> SimulationReport:
    """Let the lifters live and write what they and the simulator know.

    Parameters
    ----------
    chronicles : sequence of Chronicle
        Who, and which exports.
    seed : int
        The same arguments give the same bytes.
    out : Path
        Made if absent; files of the same name are replaced.
    truth : bool
        Whether to write the truth.

    Returns
    -------
    SimulationReport
    """
    life = live([chronicle.persona for chronicle in chronicles], seed=seed)
    logs = dict(tuple(_with_body_weight(life).groupby("lifter", observed=True)))
    files: list[Path] = []
    rows = 0
    for chronicle in chronicles:
        exports = _exports(chronicle, logs.get(chronicle.persona.lifter, life.sets.iloc[:0]))
        folder = out / chronicle.persona.lifter
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "profile.toml").write_text(profile_text(chronicle), encoding="utf-8")
        for name, (content, sets) in exports.items():
            (folder / name).write_bytes(content)
            files.append(folder / name)
            rows += sets
    names = tuple(persona.lifter for persona in life.personas)
    tables = _write_truth(life, out / "truth") if truth else ()
    return SimulationReport(out=out, lifters=names, files=tuple(files), sets=rows, truth=tables)


def _exports(chronicle: Chronicle, log: pd.DataFrame) -> dict[str, tuple[bytes, int]]:
    """Make each export of one lifter: file name to bytes and number of sets."""
    made = {}
    for layout, begins, ends in chronicle.exports:
        sets = _part(log, chronicle.persona, begins, ends)
        made[LAYOUTS[layout].file_name] = (render(sets, layout, chronicle.persona.unit), len(sets))
    return made


def render(sets: pd.DataFrame, layout: str, unit: Unit) -> bytes:
    """Write one lifter's simulated sets as an app exports them.

    Parameters
    ----------
    sets : DataFrame
        Columns of `Simulation.sets`.
    layout : str
        One of `renderers.LAYOUTS`.
    unit : {'kg', 'lb'}
        What the plates say.

    Returns
    -------
    bytes
    """
    exercise = sets["exercise_id"].astype(str)
    named = sets.assign(
        exported_name=exercise.map(exported_names(LAYOUTS[layout].names)), category=exercise.map(categories())
    )
    return LAYOUTS[layout].render(named, unit)


def profile_text(chronicle: Chronicle) -> str:
    """Write what a lifter says of themselves, as profile.toml."""
    persona = chronicle.persona
    lines = ["# A simulated lifter: not a person."]
    zones = [zone for layout, _, _ in chronicle.exports if (zone := LAYOUTS[layout].time_zone)]
    lines += [f'unit = "{persona.unit}"'] if chronicle.states_unit else []
    lines += [f'time_zone = "{zone}"' for zone in zones[:1]]
    lines += [
        f'sex = "{persona.sex}"',
        f"birth_year = {persona.last_day.year - persona.age}",
        f"body_weight_kg = {persona.body_weight_kg}",
        f'goal = "{persona.goal}"',
    ]
    return "\n".join(lines) + "\n"


def _with_body_weight(life: Simulation) -> pd.DataFrame:
    """Logged sets with the body weight of their week."""
    monday = life.sets["day"] - pd.to_timedelta(life.sets["day"].dt.day_of_week, unit="D")
    weeks = life.weeks.set_index(["lifter", "week"])["body_weight_kg"]
    keys = pd.MultiIndex.from_arrays([life.sets["lifter"].astype(str), monday])
    return life.sets.assign(body_weight_kg=weeks.reindex(keys).to_numpy())


def _part(sets: pd.DataFrame, persona: Persona, begins: float, ends: float) -> pd.DataFrame:
    """Sets within a part of a log, fractions of its length."""
    first = pd.Timestamp(persona.last_day) - timedelta(days=7 * persona.weeks - 1)
    since, until = (first + timedelta(weeks=round(persona.weeks * share)) for share in (begins, ends))
    return sets[(sets["day"] >= since) & (sets["day"] < until)].reset_index(drop=True)


def _write_truth(life: Simulation, folder: Path) -> tuple[Path, ...]:
    """Write every table of the truth as Parquet."""
    wrong = ["lifter", "day", "exercise_id", "set_number", "load_kg", "reps", "true_load_kg", "true_reps"]
    tables: Mapping[str, pd.DataFrame] = {
        "lifters": pd.DataFrame([persona.__dict__ | {"lifts": list(persona.lifts)} for persona in life.personas]),
        "one_rm": life.one_rm,
        "sizes": life.sizes,
        "weeks": life.weeks,
        "changes": life.changes,
        "typing_errors": life.sets.loc[life.sets["is_error"], wrong],
    }
    folder.mkdir(parents=True, exist_ok=True)
    paths = tuple(folder / f"{name}.parquet" for name in TRUTH_TABLES)
    for path in paths:
        tables[path.stem].to_parquet(path, index=False)
    return paths


def _samples_readme() -> str:
    """Write the README of the samples."""
    lines = [
        "# Simulated exports: NOT real people",
        "",
        "Every file here was made by this project (`make samples`); no line of it was ever logged by anybody. They",
        "imitate the exports of Strong, Hevy and FitNotes, quirks included, so that the whole of Liftcast can be tried",
        "before your own export is there. Whatever is forecast from them says nothing about anyone.",
        "",
        f"Seed {SAMPLES_SEED}; the same code writes the same bytes. With the truth beside them:",
        "",
        "```python",
        "from pathlib import Path",
        "from pipelines.simulated.simulate import SAMPLES, SAMPLES_SEED, write",
        "",
        'write(SAMPLES, seed=SAMPLES_SEED, out=Path("somewhere"), truth=True)',
        "```",
        "",
        "| lifter | export | weeks | who |",
        "|---|---|---|---|",
    ]
    for chronicle in SAMPLES:
        layouts = ", then ".join(layout for layout, _, _ in chronicle.exports)
        lines.append(f"| {chronicle.persona.lifter} | {layouts} | {chronicle.persona.weeks} | {chronicle.story} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stderr.write(write_samples(Path(sys.argv[1])).sentence() + "\n")
