"""FitNotes' exports: a day, a name without quotes, a load; no time, no set number, no warm-up mark, no effort."""

import pandas as pd

from pipelines.simulated.renderers import cells


def render_unit_in_header(sets: pd.DataFrame, unit: str) -> bytes:
    """Write the export of 2014 to 2020, its unit in the header.

    Parameters
    ----------
    sets : DataFrame
        The canonical frame; `category` is written where present.
    unit : {'kg', 'lb'}
        What the plates say.

    Returns
    -------
    bytes
    """
    word = "lbs" if unit == "lb" else "kgs"
    return _render(sets, unit, f"Date,Exercise,Category,Weight ({word}),Reps,Distance,Distance Unit,Time", "")


def render_unit_in_rows(sets: pd.DataFrame, unit: str) -> bytes:
    """Write the export of 2023 and later, its unit in each row."""
    header = "Date,Exercise,Category,Weight,Weight Unit,Reps,Distance,Distance Unit,Time"
    return _render(sets, unit, header, ",lbs" if unit == "lb" else ",kgs")


def _render(sets: pd.DataFrame, unit: str, header: str, unit_cell: str) -> bytes:
    """Write one line per set; equal sets give equal lines."""
    category = sets["category"].astype(str) if "category" in sets else pd.Series("Custom", index=sets.index)
    loads = cells.in_unit(sets["load_kg"].fillna(0.0), unit)
    lines = [
        f"{day},{name},{group},{float(load)!r}{unit_cell},{cells.short(reps)},,,"
        for day, name, group, load, reps in zip(
            sets["started_at"].dt.strftime("%Y-%m-%d"),
            sets["exported_name"].astype(str),
            category,
            loads,
            sets["reps"],
            strict=True,
        )
    ]
    return cells.encode([header, *lines], ends=False)
