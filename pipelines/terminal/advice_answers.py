"""Advice for people, in the terminal; `--json` prints the same whole."""

from collections.abc import Mapping, Sequence
from typing import Any

from models.blocks import routine
from models.blocks.written import items_of
from models.training.block import Block, plan_words
from pipelines.terminal.screen import Row, print_rows, tell


def print_recommendations(rows: Sequence[Row]) -> None:
    """Print the advice of each lifter: the plan, what it does to each lift and muscle, the targets, and why."""
    for row in rows:
        expected = row["expected"]
        over = [reason for reason in row["reasons"] if "months" in reason["facts"]]
        tell(f"{row['lifter']} (goal: {row['goal']})", is_heading=True)
        for reason in over:
            tell(f"  {reason['text']}")
        _tell_plans(row)
        if expected["changes"]:
            tell(f"  Gain or loss against carrying on, after {expected['plan_weeks']} weeks:")
            for sentence in _changes(expected["changes"]):
                tell(f"  * {sentence}")
        for target in expected["targets"]:
            tell(f"  Target: {target['text']}")
        tell("  Why:")
        for reason in row["reasons"]:
            if reason not in over:
                tell(f"  - {reason['text']}")


def _tell_plans(row: Row) -> None:
    """Say the plan, or those of which any may be picked; and what is likelier to be the best, but not advised."""
    close = [other for other in row["alternatives"] if other["is_equal"]]
    if close:
        tell("  Pick the one you like: they should take you about as far. The first is written out:")
        for place, plan in enumerate([row["expected"]["plan"], *close], start=1):
            tell(f"  {place}. {_with_chance(plan)}")
    else:
        tell(f"  {_with_chance(row['expected']['plan'])}")
    for other in row["alternatives"]:
        if not other["is_equal"] and other["p_best"] > row["p_best"]:
            but = "" if other["gives_up"]["text"] else "; it could also leave you behind where carrying on would"
            tell(f"  May turn out better, but is not advised: {_with_chance(other)}{but}")


def _with_chance(plan: Row) -> str:
    """Say a plan, its chance, and what it gives up."""
    gives_up = f"; {plan['gives_up']['text']}" if plan["gives_up"]["text"] else ""
    return f"{_in_words(plan['blocks'])}; chance of being the best {100 * plan['p_best']:.0f} %{gives_up}"


def _changes(changes: Sequence[Row]) -> list[str]:
    """What a plan does, a sentence each; lifts and muscles that hardly differ in one."""
    alike = [change["name"] for change in changes if change["verdict"] == "even"]
    told = [change["text"] for change in changes if change["verdict"] != "even"]
    return [*told, *([f"About the same as now: {', '.join(alike)}."] if alike else [])]


def print_plan(advice: Row | None, lifter: Row) -> None:
    """Print one lifter's plan: its blocks, the others compared, the next block day by day, and why."""
    if advice is None:
        tell(f"{lifter['lifter']}: too little training logged for a plan; `liftcast forecast` says what is missing.")
        return
    print_recommendations([advice])
    for other in advice["alternatives"]:
        if not other["is_equal"]:
            tell(f"  Else: {_with_chance(other)}")
    block, unit = advice["next_block"], lifter["unit"]
    for session in block["sessions"]:
        rows = [
            {
                "exercise": routine.shown_name(item) + (" (new)" if item["is_new"] else ""),
                "sets": _by_week(item, "sets_by_week", "sets"),
                "reps": _by_week(item, "reps_by_week", "reps"),
                "loads": _loads(item, unit),
                "rir": _by_week(item, "rir_by_week", "rir"),
            }
            for item in items_of(block, session)
        ]
        columns = {"exercise": "exercise", "sets": "sets", "reps": "reps, week by week", "loads": unit, "rir": "RIR"}
        print_rows(f"Day {session['day']} ({session['weekday']}), about {session['minutes']} min", rows, columns)
    for note in block["notes"]:
        tell(f"  - {note}")


def _in_words(blocks: Sequence[Row]) -> str:
    """Say a plan's blocks."""
    return plan_words([Block(block["style"], block["weeks"]) for block in blocks])


def _by_week(item: Mapping[str, Any], by_week: str, whole: str) -> str:
    """Say a figure week by week, once where all weeks are alike; nothing where none is prescribed."""
    values = item[by_week] or [item[whole]]
    shown = values if len(set(values)) > 1 else values[:1]
    return " ".join("" if value is None else f"{value:g}" for value in shown)


def _loads(item: Mapping[str, Any], unit: str) -> str:
    """Say an exercise's loads week by week."""
    if item["loads_kg"]:
        return " ".join(f"{routine.in_unit(load, unit):g}" for load in item["loads_kg"])
    if item["load_kg"] is not None:
        return f"{routine.in_unit(item['load_kg'], unit):g}"
    return "body weight" if item["by_body_weight"] else "by feel"
