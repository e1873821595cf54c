"""Many simulated lifters as exports of apps, quickly: a few hundred lives, each told of several lifters.

A lifter after the first few hundred is an earlier one under another name, whose days lie some weeks earlier and whose
loads are some percent lighter or heavier, in steps of the plates: no two files are alike. Nobody of them ever lived.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

import pandas as pd

from models.simulator.lifters import Persona, draw_personas, lifter_name
from models.simulator.simulation import simulate
from pipelines.simulated.renderers import LAYOUTS
from pipelines.simulated.samples import Chronicle
from pipelines.simulated.simulate import profile_text, render

SETS_A_LIFTER: Final = 2_000
WEEKS: Final = 48
"""A log of so many weeks at the most holds about `SETS_A_LIFTER` sets."""
LIVES: Final = 250
APPS: Final = ("strong", "hevy", "fitnotes")
SEED: Final = 11
HEAVIER: Final = 0.07
STEP_KG: Final = 0.5


def write_exports(inbox: Path, sets: int) -> int:
    """Write exports of about so many sets in all, a folder a lifter; returns the number of lifters."""
    lifters = max(1, round(sets / SETS_A_LIFTER))
    personas = draw_personas(min(lifters, LIVES), seed=SEED, weeks=WEEKS)
    life = simulate(personas, seed=SEED)
    logs = dict(tuple(life.sets.groupby("lifter", observed=True)))
    for number, (persona, log) in enumerate(_told_of(lifters, personas, logs)):
        app = APPS[number % len(APPS)]
        folder = inbox / persona.lifter
        folder.mkdir(parents=True, exist_ok=True)
        told = log.assign(body_weight_kg=persona.body_weight_kg)
        (folder / LAYOUTS[app].file_name).write_bytes(render(told, app, persona.unit))
        chronicle = Chronicle(persona=persona, exports=((app, 0.0, 1.0),))
        (folder / "profile.toml").write_text(profile_text(chronicle), encoding="utf-8")
    return lifters


def _told_of(
    lifters: int, personas: tuple[Persona, ...], logs: dict[str, pd.DataFrame]
) -> Iterator[tuple[Persona, pd.DataFrame]]:
    """Each lifter with a log of their own, made of one life among those simulated."""
    for number in range(lifters):
        again, place = divmod(number, len(personas))
        persona = personas[place]
        log = logs[persona.lifter]
        factor = 1 + HEAVIER * (((again + 1) // 2) * (-1) ** again) / 2
        earlier = pd.Timedelta(weeks=again % 8)
        yield (
            replace(persona, lifter=lifter_name(number), body_weight_kg=round(persona.body_weight_kg * factor, 1)),
            log.assign(
                day=log["day"] - earlier,
                started_at=log["started_at"] - earlier,
                load_kg=(log["load_kg"] * factor / STEP_KG).round() * STEP_KG,
            ),
        )
