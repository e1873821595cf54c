"""Answers of the commands as tables for people; `--json` prints the same answers whole."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from models.style import NAMES
from pipelines.reports import FileReport
from pipelines.screen import Row, err, print_rows

MOST_NAMES = 12


def print_imports(rows: Sequence[Row]) -> None:
    """Print one line per file: what it is and what became of its rows; then why files were refused."""
    columns = {
        "path": "file",
        "app": "app",
        "rows_read": "read",
        "rows_loaded": "loaded",
        "rows_not_sets": "not sets",
        "rows_duplicate": "twice",
        "rows_rejected": "rejected",
        "unit": "unit",
    }
    named = [
        row | {"path": f"{row['lifter']}/{row['file']}", "unit": f"{row['weight_unit']} ({row['unit_source']})"}
        for row in rows
    ]
    print_rows("Imports", [row for row in named if not row["error"]], columns, most=200)
    refused = [row for row in named if row["error"]]
    if refused:
        print_rows("Refused", refused, {"path": "file", "error": "why"}, most=200)


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
            lines += [f"  loads: {row['weight_unit'] or 'none'} ({row['unit_source'] or 'no loads'})"]
            lines += [f"  {row['first_day']} to {row['last_day']}"] if row["first_day"] else []
            lines += [f"  lifters: {', '.join(row['lifters'])}"] if row["lifters"] else []
            for name, title in (("not_sets", "no set"), ("rejected", "rejected")):
                lines += [
                    f"  {title}: {each['records']:,} x {each['reason']} (first on line {each['first_line']})"
                    for each in row[name]
                ]
            names = ", ".join(f"{each['exported_name']} ({each['sets']})" for each in row["unmapped"][:MOST_NAMES])
            more = f" and {len(row['unmapped']) - MOST_NAMES} more" if len(row["unmapped"]) > MOST_NAMES else ""
            lines += [f"  names the catalogue does not know: {names}{more}"] if names else []
            lines += [f"  {note}" for note in row["notes"]]
        print("\n".join(lines))  # noqa: T201 (the answer itself)


def _outcome(row: Row) -> str:
    """Say in one line what would become of a file."""
    counts = f"{row['rows_read']:,} rows: {row['rows_sets']:,} sets, {row['rows_not_sets']:,} no sets"
    known = "; ingested before, nothing would change" if row["outcome"] == "known" else ""
    return f"{row['app']} {row['layout']}, {counts}, {row['rows_rejected']:,} rejected{known}"


def print_changes(rows: Sequence[Row]) -> None:
    """Print how each lifter's sets differ from those in force before."""
    columns = {name: name for name in ("lifter", "added", "changed", "removed", "duplicate")}
    if rows:
        print_rows("Sets against what was there before", rows, columns)


def print_forecasts(answer: Mapping[str, Any]) -> None:
    """Print twelve weeks ahead, one line per lift and style; what was refused below."""
    rows = [
        row | {"range": f"{row['q10']:.0f} to {row['q90']:.0f} {row['unit']}", "style": NAMES[row["style"]].lower()}
        for row in answer["forecasts"]
        if row["horizon_weeks"] == 12
    ]
    columns = {
        "lifter": "lifter",
        "exercise_id": "lift",
        "style": "style",
        "q50": "middle",
        "range": "8 in 10",
    }
    print_rows("1RM in 12 weeks", rows, columns)
    print_rows(
        "Not forecast",
        answer["refused"],
        {"lifter": "lifter", "subject": "subject", "reason": "why", "missing": "missing"},
    )


def print_recommendations(rows: Sequence[Row]) -> None:
    """Print the advice of each lifter, with its reasons."""
    for row in rows:
        err.print(f"[bold]{row['lifter']}[/] (goal: {row['goal']})")
        plan = ", then ".join(f"{block['weeks']} weeks {NAMES[block['style']].lower()}" for block in row["plan"])
        err.print(f"  {plan}; chance of being the best choice {row['p_best']:.0%}")
        for reason in row["reasons"]:
            err.print(f"  - {reason['text']}", highlight=False)


def print_scores(answer: Mapping[str, Any]) -> None:
    """Print scores by candidate and horizon over all lifts."""
    err.print(f"{answer['lifters']} lifters, {answer['series']} series, {answer['rows']} rows")
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


def print_findings(findings: Sequence[Row]) -> None:
    """Print one line per check: what was found and what to do."""
    for finding in findings:
        mark = "[green]ok[/]  " if finding["ok"] else "[yellow]look[/]"
        err.print(f"{mark} {finding['check']}: {finding['found']}", highlight=False)
        if not finding["ok"]:
            err.print(f"      {finding['do']}", highlight=False)


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
