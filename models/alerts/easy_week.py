"""Training load above the usual, and what it does to the lifts: when an easy week is due."""

from typing import Any, Final

import numpy as np
import pandas as pd

from models.alerts.kinds import Kind, Severity
from models.alerts.plateau_and_decline import signed
from models.alerts.rows import Alert, unknown
from models.definitions import Z90
from models.one_rm.trends import judged_days

ACUTE_DAYS: Final = 14
USUAL_DAYS: Final = 70
LEAST_WEEKS: Final = 3
"""Trained weeks before the last two that a usual week is the median of."""
DUE: Final = 1.3
"""Sets of the last two weeks over the usual from which an easy week is due: on simulated lifters most of these
alerts meet a tiredness a quarter or more above the lifter's usual (`benchmarks/alerts.py`)."""
SHORT_LOG: Final = -0.02
DAY_NOISE: Final = 0.04
"""SD (ln) of a day's best estimated 1RM, as in `trends`."""
FORM_NOISE: Final = 0.02
"""SD (ln) of a fortnight's form, common to all lifts: sleep, food, life. Most of the 3.3 % between two meets (evidence
`openpowerlifting-1`)."""
EASY_WEEK: Final = ("bell2023-1", "coleman2024-1")
EASY_WEEK_KNOWN: Final = (
    "Coaches agree on easy weeks, no trial shows that they help; a whole week off cost strength and no muscle in one."
)


def loads(days: pd.DataFrame, judged: pd.DataFrame) -> pd.DataFrame:
    """Hold the last two weeks against the eight before.

    Parameters
    ----------
    days : frame, as `sql/serving/recent_days.sql` gives it
    judged : frame, as `trends.judged_days` gives it

    Returns
    -------
    frame, one row per lifter
        sets (a week, last two weeks), usual_sets (a week; missing without three earlier weeks), ratio, since (first of
        the fourteen days), easy_weeks (of the last two), form and form_sd (ln: the lifts' days against the median of
        the eight weeks before; missing without any).
    """
    sets = days.assign(acute=days["ago"] < ACUTE_DAYS, week_ago=(days["ago"] - ACUTE_DAYS) // 7)
    table = sets[sets["acute"]].groupby("lifter")["working_sets"].sum().div(ACUTE_DAYS / 7).to_frame("sets")
    before = sets[~sets["acute"] & (sets["ago"] < USUAL_DAYS)].groupby(["lifter", "week_ago"])["working_sets"].sum()
    usual = before.groupby("lifter").agg(["median", "size"])
    table["usual_sets"] = usual["median"].where(usual["size"] >= LEAST_WEEKS)
    table["ratio"] = table["sets"] / table["usual_sets"]
    last = pd.to_datetime(days["day"]) + pd.to_timedelta(days["ago"], unit="D")
    table["since"] = last.groupby(days["lifter"]).max() - pd.Timedelta(days=ACUTE_DAYS - 1)
    easy = judged[(judged["ago"] < ACUTE_DAYS) & judged["is_easy"]]
    table["easy_days"] = easy.groupby("lifter").size().reindex(table.index).fillna(0)
    return table.join(_form(judged)).reset_index()


def _form(judged: pd.DataFrame) -> pd.DataFrame:
    """How far the last two weeks' days lie from what each lift did in the eight weeks before."""
    kept = judged[judged["is_judged"] & (judged["ago"] < USUAL_DAYS)]
    keys = ["lifter", "exercise_id"]
    before = kept[kept["ago"] >= ACUTE_DAYS].groupby(keys)["log_one_rm"].agg(usual="median", size="size")
    recent = kept[kept["ago"] < ACUTE_DAYS].merge(before[before["size"] >= LEAST_WEEKS].reset_index(), on=keys)
    off = (recent["log_one_rm"] - recent["usual"]).groupby(recent["lifter"])
    form = pd.DataFrame({"form": off.mean(), "lift_days": off.size()})
    form["form_sd"] = np.sqrt(DAY_NOISE**2 / form["lift_days"] + FORM_NOISE**2)
    return form


def load_alerts(loads: pd.DataFrame) -> list[Alert]:
    """Tell of an easy week that is due, of overreaching signs, or that neither can be judged.

    Parameters
    ----------
    loads : frame, as `loads` gives it
    """
    alerts = []
    for row in loads.to_dict("records"):
        name = str(row["lifter"])
        if not np.isfinite(row["ratio"]):
            alerts.append(
                unknown(
                    name,
                    Kind.DELOAD_DUE,
                    missing="we can’t say whether an easy week is due: "
                    f"it takes {LEAST_WEEKS} weeks before the last two",
                    since=row["since"],
                    figures={"least_weeks": LEAST_WEEKS},
                )
            )
        elif row["ratio"] >= DUE and not row["easy_days"]:
            alerts.append(_high(row))
    return alerts


def tired(days: pd.DataFrame) -> frozenset[str]:
    """Name the lifters whose next week should be an easy one, given `sql/serving/recent_days.sql`."""
    alerts = load_alerts(loads(days, judged_days(days)))
    return frozenset(one.lifter for one in alerts if one.severity != Severity.UNKNOWN)


def _high(row: dict[Any, Any]) -> Alert:
    """Word a high load: overreaching signs where the lifts are down beyond chance as well."""
    down = np.isfinite(row["form"]) and row["form"] + Z90 * row["form_sd"] < 0 and row["form"] <= SHORT_LOG
    figures: dict[str, float] = {
        "weeks": ACUTE_DAYS // 7,
        "sets": round(row["sets"]),
        "usual_sets": round(row["usual_sets"]),
        "above_pct": round(100 * (row["ratio"] - 1)),
    }
    text = (
        f"{figures['sets']} sets a week in the last {figures['weeks']} weeks, "
        f"{figures['above_pct']} % more than the usual {figures['usual_sets']}"
    )
    if down:
        figures["form_pct"] = round(100 * float(np.expm1(row["form"])), 1)
        text += f", and your lifts are {signed(figures['form_pct'])} % from their usual: signs of overreaching"
    else:
        text += f": an easy week is due. {EASY_WEEK_KNOWN.removesuffix('.')}"
    return Alert(
        lifter=str(row["lifter"]),
        kind=Kind.OVERREACHING if down else Kind.DELOAD_DUE,
        severity=Severity.WARNING if down else Severity.NOTICE,
        text=text,
        figures=figures,
        evidence=() if down else EASY_WEEK,
        since=row["since"],
    )
