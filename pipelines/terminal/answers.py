"""Answers of the commands as tables for people; `--json` prints the same answers whole."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from models.training.style import NAMES
from pipelines.landing.reports import FileReport
from pipelines.landing.treatment import said_of_treatment
from pipelines.terminal.screen import Row, err, print_rows, tell

MOST_NAMES = 12
USUAL_WEEKS = 12
BASIS = {"tested": "a test", "single": "heavy singles", "sets": "sets of more reps"}


FILE_COLUMNS: Final = {
    "path": "file",
    "app": "app",
    "rows_read": "read",
    "rows_loaded": "loaded",
    "rows_not_sets": "not data",
    "rows_duplicate": "duplicate",
    "rows_rejected": "rejected",
    "treated_as": "treated as",
}
"""How each file's rows are accounted for, by the columns that say it."""


def print_imports(rows: Sequence[Row]) -> None:
    """Print one line per file: what it is and what became of its rows; then why files were refused."""
    columns = FILE_COLUMNS | {"unit": "unit"}
    named = [
        row | {"path": f"{row['lifter']}/{row['file']}", "unit": _unit(row), "why": why_refused(row)} for row in rows
    ]
    print_rows("Imports", [row for row in named if not row["error"]], columns, most=200)
    refused = [row for row in named if row["error"]]
    if refused:
        print_rows("Refused", refused, {"path": "file", "why": "why"}, most=200)
    for row in rows:
        if said := said_of_treatment(row):
            tell(f"{row['lifter']}/{row['file']}: {said}")


def _unit(row: Row) -> str:
    """Say the unit of a file and how it is known; a file may have none."""
    return f"{row['weight_unit']} ({row['unit_source']})" if row["weight_unit"] else "-"


def why_refused(row: Row) -> str:
    """Say why a file was refused, beside its name."""
    return str(row["error"]).removeprefix(f"{row['file']}: ")


def print_refused(files: Sequence[FileReport]) -> None:
    """Say on standard error why each file that cannot be read was refused."""
    for file in files:
        if file.error:
            err.print(f"Refused ({file.lifter}): {file.error}", markup=False, highlight=False, soft_wrap=True)


def print_rehearsal(rows: Sequence[Row]) -> None:
    """Print what would become of each file."""
    for row in rows:
        lines = [
            f"{row['lifter']}: {row['error']}" if row["error"] else f"{row['lifter']}/{row['file']}: {_outcome(row)}"
        ]
        if not row["error"]:
            lines += [f"  unit: {_unit(row)}"] if row["weight_unit"] else []
            lines += [f"  {row['first_day']} to {row['last_day']}"] if row["first_day"] else []
            lines += [f"  lifters: {', '.join(row['lifters'])}"] if row["lifters"] else []
            for name, title in (("not_sets", "not data"), ("rejected", "rejected")):
                lines += [
                    f"  {title}: {each['records']:,} x {each['reason']} (first on line {each['first_line']})"
                    for each in row[name]
                ]
            names = ", ".join(f"{each['exported_name']} ({each['sets']})" for each in row["unmapped"][:MOST_NAMES])
            more = f" and {len(row['unmapped']) - MOST_NAMES} more" if len(row["unmapped"]) > MOST_NAMES else ""
            lines += [f"  names the catalogue does not know: {names}{more}"] if names else []
            lines += [f"  {note}" for note in row["notes"]]
        tell("\n".join(lines))
    changes = {change["lifter"]: change for row in rows for change in row.get("changes", ())}
    print_changes(list(changes.values()))


def _outcome(row: Row) -> str:
    """Say in one line what would become of a file."""
    parts = {"rows_sets": row["holds"] or "sets", "rows_not_sets": "not data", "rows_rejected": "rejected"}
    counts = [f"{row[name]:,} {what}" for name, what in parts.items() if row[name] or name == "rows_sets"]
    duplicate = f", {row['rows_duplicate']:,} count elsewhere" if row["rows_duplicate"] else ""
    loaded = "ingested before: {:,} loaded" if row["outcome"] == "known" else "{:,} would be loaded"
    read = f"{row['rows_read']:,} row{'' if row['rows_read'] == 1 else 's'}: {', '.join(counts)}"
    return f"{row['app']} {row['layout']}, {read}; {loaded.format(row['rows_loaded'])}{duplicate}"


def print_changes(rows: Sequence[Row]) -> None:
    """Print how each lifter's sets differ from those in force before."""
    columns = {name: name for name in ("lifter", "added", "changed", "removed", "duplicate")}
    if rows:
        print_rows("Sets against what was there before", rows, columns)


def print_forecasts(answer: Mapping[str, Any], *, weeks: int = USUAL_WEEKS) -> None:
    """Print each lift's 1RM now, then so many weeks ahead, one line per lift and style; what was refused below."""
    now = [row | {"said": _now(row), "from": BASIS[row["basis"]]} for row in answer["now"]]
    print_rows("1RM now", now, {"lifter": "lifter", "exercise_id": "lift", "said": "1RM", "from": "from"})
    rows = [
        row
        | {
            "now": f"{row['now_kg']:.0f} {row['unit']}",
            "middle": f"{row['q50']:.0f} {row['unit']}",
            "range": f"{row['q10']:.0f} to {row['q90']:.0f} {row['unit']}",
            "style": NAMES[row["style"]].lower(),
        }
        for row in answer["forecasts"]
        if row["horizon_weeks"] == weeks
    ]
    columns = {
        "lifter": "lifter",
        "exercise_id": "lift",
        "style": "style",
        "now": "now",
        "middle": f"in {weeks}",
        "range": "8 in 10",
    }
    print_rows(f"1RM now and {weeks} weeks from now", rows, columns)
    _print_girths(answer["girths"], weeks)
    print_rows(
        "Not told",
        answer["refused"],
        {"lifter": "lifter", "subject": "subject", "reason": "why", "missing": "missing"},
    )


def _print_girths(rows: Sequence[Row], weeks: int) -> None:
    """Print, of the sites whose size now is the lifter's own reading, what the muscle under them may add."""
    measured = [
        row
        | {
            "site": row["site"].replace("_", " "),
            "style": NAMES[row["style"]].lower(),
            "now": f"{row['now']:.0f} {row['unit']}",
            "change": f"{row['q10']:+.1f} to {row['q90']:+.1f} {row['unit']}",
        }
        for row in rows
        if row["basis"] == "measured" and row["horizon_weeks"] == weeks
    ]
    columns = {"lifter": "lifter", "site": "site", "style": "style", "now": "now", "change": "8 in 10"}
    if measured:
        print_rows(f"Change in size in {weeks} weeks, from your own readings", measured, columns)


def print_sequence(answer: Mapping[str, Any], *, weeks: Sequence[int] = (12, 26)) -> None:
    """Print each lift's 1RM under a sequence of blocks, beside carrying on as now."""
    rows = [
        row
        | {
            "now": f"{row['now_kg']:.0f} kg",
            "middle": f"{row['q50']:.0f} kg",
            "range": f"{row['q10']:.0f} to {row['q90']:.0f} kg",
            "gain": f"{row['against_as_now_pct']:+.0f} %",
            "chance": f"{row['p_better_than_as_now']:.0%}",
        }
        for row in answer["forecasts"]
        if row["horizon_weeks"] in weeks
    ]
    columns = {
        "lifter": "lifter",
        "exercise_id": "lift",
        "horizon_weeks": "weeks",
        "now": "now",
        "middle": "then",
        "range": "8 in 10",
        "gain": "against as now",
        "chance": "chance of being better",
    }
    print_rows(f"1RM under {answer['forecasts'][0]['style']}" if rows else "No lift to forecast", rows, columns)


def _now(row: Row) -> str:
    """Say a current 1RM and how sure it is."""
    now = f"{row['now_kg']:.0f} ± {row['now_se_kg']:.0f} {row['unit']}"
    if row["tested_kg"] is None:
        return now
    age_days = row["tested_age_days"]
    age = f"{age_days} day{'' if age_days == 1 else 's'}" if age_days < 14 else f"{age_days // 7} weeks"
    return f"{now} (tested {row['tested_kg']:.0f}, {age} before the last training day)"


def print_scores(answer: Mapping[str, Any]) -> None:
    """Print scores by candidate and horizon over all lifts."""
    tell(f"{answer['lifters']} lifters, {answer['series']} series, {answer['rows']} rows")
    for name, why in answer["failed"].items():
        tell(f"{name} failed on these lifts and has no scores: {why}")
    for part in ("all", "main"):
        rows = [row for row in answer["scores"] if row["slice"] == part]
        columns = {
            "candidate": "candidate",
            "horizon_weeks": "weeks",
            "pinball": "pinball",
            "skill": "skill",
            "mae": "MAE",
            "coverage80": "80 % covers",
            "coverage90": "90 % covers",
        }
        shown = [{key: _three_digits(row[key]) for key in columns} for row in rows]
        print_rows(f"{part} lifts", shown, columns, most=100)


def _three_digits(value: Any) -> Any:
    return f"{value:.3g}" if isinstance(value, float) else value


def print_summary(summary: Mapping[str, Any], *, home: Path, seconds: float) -> None:
    """Print the last lines of a run: what was made, what was not, and where to look."""
    err.print(
        f"[bold]{summary['lifters']}[/] lifters, {summary['sets']:,} sets from {summary['files']} files; "
        f"[bold]{summary['lifts_forecast']}[/] lifts forecast, {summary['lifts_refused']} not yet "
        f"(`liftcast forecast` says what is missing). {seconds:.0f} s.",
        highlight=False,
    )
    if summary["rows_rejected"]:
        err.print(f"{summary['rows_rejected']} rows could not be read: `liftcast rejected` lists each with its reason.")
    if summary["files_refused"]:
        err.print(f"{summary['files_refused']} files were refused: `liftcast imports` says why.")
    err.print(f"Model: {summary['model']} (version {summary['model_version']}). All of it lies in {home}.")
