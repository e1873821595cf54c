"""The most that somebody of a sex and body weight may be believed to lift once, exercise by exercise."""

from typing import Final

import numpy as np
import pandas as pd

from data import published
from data.catalogue import load_exercises
from models.one_rm.standing import ANY_AGE, CLASS_KG, LIFTS

MEET_MARGIN: Final = 1.1
"""Over the 99th percentile of competitors, for the lifts of a meet: records are beyond it, and estimates err."""
SPREADS: Final = 2.0
"""So many SDs of a lift's ratio to the bench press above its middle, for what competitors' other lifts would be."""
RECORD_PART: Final = 0.85
"""Of a record in pull-ups or dips: fewer than 1 in 100 of those who train come so near."""
MASS_POWER: Final = 2 / 3
"""Strength grows with body weight to this power: as the cross-section of muscle with its mass."""
COLUMNS: Final = ["sex", "bodyweight_from_kg", "exercise_id", "top_kg"]


def most_lifted() -> pd.DataFrame:
    """Tabulate the top 1RM for joins: `sex, bodyweight_from_kg` (classes of 5 kg), `exercise_id, top_kg` (effective).

    The lifts of a meet have the 99th percentile of raw competitors and a margin; pull-ups, chin-ups and dips part of
    the record, by body weight; all else what such competitors would lift by the usual ratio to the bench press and
    twice its spread.
    """
    ratios = published.lift_ratios().set_index("exercise_id")
    classes = _classes(ratios["ratio"])
    others = classes.merge(ratios.reset_index(), how="cross")
    others["top_kg"] = others["level_kg"] * others["ratio"] * np.exp(SPREADS * others["spread_log"])
    own = [(exercise_id, lift) for exercise_id, lift in LIFTS.items()]
    meet = pd.concat(classes.assign(exercise_id=name, top_kg=classes[lift] * MEET_MARGIN) for name, lift in own)
    tops = pd.concat([_by_records(classes, ratios.index), meet, others])[COLUMNS]
    return tops.drop_duplicates(COLUMNS[:3]).reset_index(drop=True)


def _classes(ratios: pd.Series) -> pd.DataFrame:
    """One row per sex and body weight class: the top of each meet lift, and as a level of the bench press."""
    table = published.percentiles()
    of_any_age = table[table["age_band"] == ANY_AGE]
    wide = of_any_age.pivot_table(index=["sex", "bodyweight_from_kg"], columns="lift", values="p99").dropna()
    usual = pd.Series({lift: ratios[exercise_id] for exercise_id, lift in LIFTS.items()})
    level = np.exp(np.log(wide[usual.index] / usual).mean(axis=1))
    return wide.assign(level_kg=level).reset_index()


def _by_records(classes: pd.DataFrame, exercise_ids: pd.Index) -> pd.DataFrame:
    """Tops of pull-ups, chin-ups and dips; women's by what they lift of men's in a meet."""
    exercises = load_exercises().set_index("exercise_id")
    shares = exercises.loc[exercises["load_kind"] == "bodyweight", "body_weight_share"]
    men = classes[classes["sex"] == "M"].set_index("bodyweight_from_kg")["level_kg"]
    part = classes["level_kg"] / classes["bodyweight_from_kg"].clip(men.index.min(), men.index.max()).map(men)
    records = []
    for record in published.body_weight_records().to_dict("records"):
        endings = ("pull_up", "chin_up") if record["movement"] == "pull_up" else (str(record["movement"]),)
        for exercise_id in exercise_ids.intersection(shares.index):
            if str(exercise_id).endswith(endings):
                whole_kg = record["added_kg"] + shares[exercise_id] * record["body_weight_kg"]
                records.append((exercise_id, whole_kg, record["body_weight_kg"]))
    held = pd.DataFrame(records, columns=["exercise_id", "whole_kg", "body_weight_kg"])
    tops = classes.assign(part=part).merge(held, how="cross")
    grown = ((tops["bodyweight_from_kg"] + CLASS_KG / 2) / tops["body_weight_kg"]) ** MASS_POWER
    return tops.assign(top_kg=RECORD_PART * tops["whole_kg"] * grown * tops["part"])
