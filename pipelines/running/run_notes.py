"""What one run did, in markdown, for the page that the engine keeps of it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from pipelines.landing.reports import FileReport, IngestReport
from pipelines.warehouse.publish import Build

if TYPE_CHECKING:
    from pipelines.champion.train_report import TrainReport

MOST_FILES: Final = 200
SCORES: Final = ("candidate", "slice", "horizon_weeks", "forecasts", "skill", "coverage80")


def notes(ingested: IngestReport, trained: "TrainReport | None", build: Build) -> str:
    """Return what a run did: files, rows and refusals, the decision on the model with its scores, and the build."""
    parts = [f"Build in force: `{build.name}`", *_files(ingested)]
    if trained is not None:
        parts += ["## Model", trained.sentence(), *_scores(trained.scores)]
    return "\n\n".join(parts) + "\n"


def said_of_refusals(files: Sequence[FileReport]) -> str:
    """Return a sentence that names the refused files and says why; empty where there are none."""
    refused = [f"{file.file} ({file.lifter}): {file.error}" for file in files if file.outcome == "refused"]
    count = f"{len(refused)} file{'s were' if len(refused) > 1 else ' was'} refused"
    return f"{count}: {'; '.join(refused[:3])}{' …' if len(refused) > 3 else ''}" if refused else ""


def _files(ingested: IngestReport) -> list[str]:
    """Tell of the files, one a row."""
    known = f"{ingested.known} known before, {ingested.new} new, {ingested.refused} refused, {ingested.seconds:.1f} s"
    changed = ", ".join(f"{count} {kind.removeprefix('sets_')}" for kind, count in ingested.sets_changed.items())
    said = ["## Files", f"{known}. Sets: {changed}."]
    if ingested.files:
        rows = [
            (
                file.lifter,
                file.file,
                file.app or "",
                file.rows_read,
                file.rows_sets,
                file.rows_not_sets,
                file.rows_rejected,
                file.error or "",
            )
            for file in ingested.files[:MOST_FILES]
        ]
        said.append(
            _table(("lifter", "file", "app", "rows read", "sets", "not sets", "rejected", "refused because"), rows)
        )
    if len(ingested.files) > MOST_FILES:
        said.append(f"… and {len(ingested.files) - MOST_FILES} more.")
    return said


def _scores(scores: Sequence[dict[str, Any]]) -> list[str]:
    """Tell how the candidates did."""
    columns = [name for name in SCORES if scores and name in scores[0]]
    return [_table(columns, [tuple(row[name] for name in columns) for row in scores])] if columns else []


def _table(columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> str:
    """Write rows as a markdown table."""
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(_cell(value) for value in line)} |" for line in lines)


def _cell(value: Any) -> str:
    """Write a value so that it stays in its cell and is no markup."""
    text = f"{value:.3f}" if isinstance(value, float) else str(value)
    for mark in ("\\", "|", "<", "`", "[", "*", "_"):
        text = text.replace(mark, f"\\{mark}")
    return " ".join(text.split())
