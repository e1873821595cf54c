"""Each lift's 1RM under any plan: the calibrated forecast as now, and draws of what the plan's weeks change."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models.outlook import styles
from models.outlook.current_ahead import CurrentAhead
from models.outlook.styles import COLUMNS, HORIZONS
from models.outlook.trained import Trained, Weeks, lift_weeks, trained_lifts
from models.response import personal
from models.response.adaptation import growth_ceiling
from models.response.parameters import Draws
from models.response.phases import Phases, spans
from models.tables import Tables
from models.training.block import Block, Plan
from models.training.own_blocks import Past, past_of
from models.training.stimulus import Chosen, Stimulus
from models.training.style import ALL_STYLES, AS_NOW
from models.training.week import COLUMNS as COLUMNS_OF_A_WEEK
from models.training.week import lift_stimulus, summed

Floats = NDArray[np.floating]

SEED: Final = 20261122
HELD: Final = ("q10", "q50", "q90")
"""The quantiles of the best that forecasts are held by once their weeks are over."""
AHEAD: Final = np.array(HORIZONS, dtype=float)
DECISION_WEEKS: Final = 12
"""So far ahead forecasts are told beside what has been."""


def throughout(style: str) -> Plan:
    """One way of training up to the last horizon; as now is no plan at all."""
    return () if style == AS_NOW else (Block(style, AHEAD[-1]),)


@dataclass(frozen=True, kw_only=True)
class LiftOutlook:
    """The lifts that are forecast.

    Parameters
    ----------
    ahead : CurrentAhead
        The forecasts as now; what is forecast is the current 1RM.
    trained : Trained
    shown : Shown
        What the lifters' own blocks showed of how styles work for them.
    p : dict of parameter draws
    """

    ahead: CurrentAhead
    trained: Trained
    shown: personal.Shown
    p: Draws

    @property
    def keys(self) -> pd.DataFrame:
        """Keys in a row each, as of `CurrentAhead`."""
        return self.ahead.keys

    def rows(self, chosen: Chosen) -> "LiftOutlook":
        """Chosen lifts only."""
        return LiftOutlook(
            ahead=CurrentAhead(keys=self.keys.iloc[chosen].reset_index(drop=True), change=self.ahead.change[chosen]),
            trained=self.trained.rows(chosen),
            shown=self.shown.rows(chosen),
            p=self.p,
        )

    def also(self, weeks: Weeks) -> "LiftOutlook":
        """The same lifts with further weeks that plans may be made of."""
        more = lift_weeks(self.trained.keys, weeks)
        return replace(self, trained=replace(self.trained, weeks=self.trained.weeks | more))

    @cached_property
    def _phases(self) -> Phases:
        return Phases(self.trained.now, self.trained.traits, self.p, plans=self.trained.weeks)

    def differences(self, plan: Plan, weeks: Floats = AHEAD) -> Floats:
        """Draw the ln difference of 1RM from carrying on as now, after some weeks of a plan: shape (n, draws, h).

        The model's draws, what it cannot see, and what the lifter's own blocks showed; no more than anybody gains.
        """
        if not plan:
            return np.zeros((len(self.keys), len(self.p["tau_size"]), len(weeks)), dtype=np.float32)
        drawn = personal.with_unseen(self._phases.differences(plan, weeks)[0], self._liking(plan, weeks), seed=SEED)
        return np.minimum(self.shown.moved(drawn), growth_ceiling(weeks)[None, None, :])

    def muscle_part(self, plan: Plan, weeks: float) -> Floats:
        """Draw which part (ln) of a plan's difference is muscle, the rest being nervous: shape (n, draws)."""
        at = np.array([weeks])
        size = self._phases.differences(plan, at)[1] if plan else self.differences(plan, at)
        return np.asarray(self.p["size_to_strength"][None, :] * size[..., 0])

    @cached_property
    def own_share(self) -> Floats:
        """How much of strength against hypertrophy rests on the lifters' own blocks: shape (n,)."""
        plans = {name: throughout(name) for name in ("strength", "hypertrophy") if name in self.trained.weeks}
        if len(plans) < 2:
            return np.zeros(len(self.keys))
        before = [
            personal.with_unseen(self._phases.differences(plan, AHEAD)[0], self._liking(plan, AHEAD), seed=SEED)
            for plan in plans.values()
        ]
        gap = before[0] - before[1]
        return personal.settled(gap, self.shown.moved(gap))

    @cached_property
    def kg_as_now(self) -> Floats:
        """Quantiles of 1RM in kg at `HORIZONS`, carrying on as now: shape (n, h, 7)."""
        return np.asarray(self.keys["now_kg"].to_numpy(float)[:, None, None] * np.exp(self.ahead.change))

    def kg(self, difference: Floats) -> Floats:
        """Quantiles of 1RM in kg at `HORIZONS`, from draws of the difference there: shape (n, h, 7)."""
        if not difference.any():
            return self.kg_as_now
        weights = styles.quantile_weights(styles.even_probabilities(difference.shape[1], SEED))
        change = styles.add_difference(self.ahead.change, difference, weights)
        return np.asarray(self.keys["now_kg"].to_numpy(float)[:, None, None] * np.exp(change))

    def _liking(self, plan: Plan, weeks: Floats) -> Floats:
        """Say how far each lift's liking for heavy work counts: shape (n, h), see `personal.with_unseen`."""
        part = np.zeros((len(self.keys), len(weeks)))
        for name, start, end in spans(plan, float(max(weeks))):
            if name == AS_NOW:
                continue
            heavier = personal.heaviness(self.trained.weeks[name]) - personal.heaviness(self.trained.now)
            since, until = (np.maximum(weeks - week, 0) for week in (start, end))
            part += heavier * (personal.come_through(since) - personal.come_through(until))
        return part


def lift_outlook(tables: Tables, ahead: CurrentAhead, p: Draws, weeks: Weeks, past: Past | None = None) -> LiftOutlook:
    """Lay out what is known of each lift that is forecast as now.

    Parameters
    ----------
    tables : Tables
    ahead : CurrentAhead
    p : dict of parameter draws
    weeks : dict of SummedWeek
        Every week that plans may be made of, by name.
    past : Past, optional
        What `own_blocks.past_of` says of the tables, worked out where it is not given.
    """
    trained = trained_lifts(ahead.keys[["lifter", "exercise_id"]], tables, weeks)
    past = past or past_of(tables)
    told = personal.predicted_contrasts(own_week_stimuli(trained, past, tables.muscles), trained.traits, p, seed=SEED)
    seen = personal.contrasts_of(ahead.keys, tables.history, past.labelled)
    return LiftOutlook(ahead=ahead, trained=trained, shown=personal.shown(told, seen, seed=SEED), p=p)


def own_week_stimuli(trained: Trained, past: Past, muscles: pd.DataFrame) -> dict[str, Stimulus]:
    """The week of each lift in the lifter's own blocks of strength and hypertrophy: what a contrast seen came of."""
    own = {}
    for name in ("strength", "hypertrophy"):
        weeks = past.weeks[past.weeks["style"] == name]
        unknown = dict.fromkeys((column for column in COLUMNS_OF_A_WEEK if column not in weeks), np.nan)
        own[name] = lift_stimulus(trained.keys, summed(weeks.assign(**unknown), muscles))
    return own


def forecast_rows(lifts: LiftOutlook, differences: Mapping[str, Floats], best_kg: Floats) -> pd.DataFrame:
    """Write the forecasts in kg, one row per lift, style and horizon.

    Forecast is the current 1RM; `now_kg` is what it starts from. Beside it stands what logs can be held against: the
    best estimated 1RM of four weeks around then, `best_q10`, `best_q50` and `best_q90`, and that of the last four,
    `best_kg`.

    Parameters
    ----------
    lifts : LiftOutlook
    differences : dict of arrays, shape (n, draws, h)
        ln differences from as now under each style.
    best_kg : ndarray of shape (n, h, 7)
        Quantiles of the best as now.
    """
    kg = {AS_NOW: lifts.kg_as_now} | {name: lifts.kg(drawn) for name, drawn in differences.items()}
    own_share, parts = lifts.own_share, []
    for name in ALL_STYLES:
        against_as_now = kg[name] / kg[AS_NOW]
        for place, weeks in enumerate(HORIZONS):
            part = lifts.keys[["lifter", "exercise_id", "cutoff", "best_kg", "now_kg", "now_se_kg"]].copy()
            part["style"], part["horizon_weeks"], part["own_share"] = name, weeks, own_share
            part[list(COLUMNS)] = kg[name][:, place]
            for column in HELD:
                level = COLUMNS.index(column)
                part[f"best_{column}"] = (best_kg * against_as_now)[:, place, level]
            parts.append(part)
    return pd.concat(parts, ignore_index=True)


def ahead_pct(lifts: LiftOutlook) -> pd.DataFrame:
    """What carrying on is forecast to change in twelve weeks: lifter, exercise_id, q10_pct, q50_pct, q90_pct."""
    change = 100 * np.expm1(lifts.ahead.change[:, HORIZONS.index(DECISION_WEEKS)])
    said = {f"{name}_pct": change[:, COLUMNS.index(name)] for name in HELD}
    return lifts.keys[["lifter", "exercise_id"]].assign(**said)
