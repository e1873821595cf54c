"""Making a mapping: a table of one's own is looked at, asked about, and described in a file to be edited by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pipelines.errors import ExportError, LiftcastError, MappingError
from pipelines.exports.body.identify import identify_body
from pipelines.exports.identify import identify
from pipelines.exports.own_tables.guess_body import guess_body, speaks_of_the_body
from pipelines.exports.own_tables.guess_workouts import dates_are_open, guess, is_table
from pipelines.exports.own_tables.mapping import mapping_toml, parse_mapping
from pipelines.exports.own_tables.pages import pages_of
from pipelines.exports.own_tables.refusals import said_of
from pipelines.exports.own_tables.sample import Guess, Sample, sample_of
from pipelines.exports.reading.source import Source
from pipelines.exports.unwrapped import unwrapped
from pipelines.files.atomic import write_text
from pipelines.files.names import shown
from pipelines.inbox.map_questions import BODY, WORKOUTS, Asking, ask_about_body, ask_about_workouts, ask_kind
from pipelines.inbox.mappings import signature_in
from pipelines.inbox.offers import NOBODY

SHOWN_ROWS: Final = 3
_MOST_BESIDE: Final = 1000


@dataclass(frozen=True, kw_only=True)
class Mapped:
    """A mapping made for one file, not yet written.

    Parameters
    ----------
    kind : {"workouts", "body measurements"}
        What it reads the table as.
    left : tuple of str
        What was guessed, was not sure, and so is not read, each with what would follow.
    """

    path: Path
    text: str
    kind: str
    left: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A table that is to be mapped, and what it may mean.

    Parameters
    ----------
    path : Path
        The table.
    kind : {"workouts", "body measurements"}
        What it looks like.
    header : tuple of str
    rows : list of dict
        Its first records, by column.
    stated : mapping
        The guess, as TOML reads a mapping.
    doubts : mapping of str to str
        By column, what is not sure of the guess.
    are_dates_open : bool
        Whether day or month may come first in its dates.
    """

    path: Path
    kind: str
    header: tuple[str, ...]
    rows: list[dict[str, str]]
    stated: Mapping[str, Any]
    doubts: Mapping[str, str]
    are_dates_open: bool


@dataclass(frozen=True, kw_only=True)
class _Looked:
    """What a table looks like."""

    path: Path
    source: Source
    sample: Sample
    alike: Sequence[str]
    workouts: Guess
    body: Mapping[str, Any]
    kind: str


def draft_of(path: Path) -> Draft:
    """Return what a table may mean, for a page to ask about.

    Raises
    ------
    LiftcastError
        If the file is no table, or is an export known already.
    """
    looked = _look_at(path)
    stated = looked.body if looked.kind == BODY else looked.workouts.stated
    date = stated.get("columns", {}).get("date")
    return Draft(
        path=looked.path,
        kind=looked.kind,
        header=tuple(name for name in looked.sample.header if name),
        rows=[dict(zip(looked.sample.header, record, strict=True)) for record in looked.sample.records[:SHOWN_ROWS]],
        stated=stated,
        doubts={doubt.column: doubt.said for doubt in looked.workouts.doubts} if looked.kind == WORKOUTS else {},
        are_dates_open=date is not None and dates_are_open(looked.sample.column(date)),
    )


def mapped_as(draft: Draft, stated: Mapping[str, Any]) -> Mapped:
    """Return the mapping that a person made of a draft, not yet written.

    Raises
    ------
    MappingError
        If it lacks something.
    """
    text = mapping_toml({key: value for key, value in stated.items() if value})
    place = draft.path.with_name(f"{draft.path.stem}.mapping.toml")
    parse_mapping(text, place.name)
    return Mapped(path=place, text=text, kind=draft.kind)


def make_mapping(path: Path, asking: Asking | None) -> Mapped:
    """Make the mapping of one table, of workouts or of body measurements.

    Parameters
    ----------
    path : Path
        The table.
    asking : Asking or None
        Who answers; without anybody the guesses that are sure are taken.

    Raises
    ------
    LiftcastError
        If the file is no table, is an export known already, or the mapping lacks something.
    """
    looked = _look_at(path)
    path, kind, workouts = looked.path, looked.kind, looked.workouts
    stated: Mapping[str, Any] = looked.body if kind == BODY else workouts.sure
    left: tuple[str, ...] = ()
    if asking is not None:
        kind, stated = _asked(workouts, looked.body, kind, looked.sample, looked.alike, asking)
    elif kind == WORKOUTS:
        left = tuple(f"{doubt.column!r}: {doubt.said}" for doubt in workouts.doubts)
        _check_answered(path.name, workouts)
    text = mapping_toml(stated)
    place = path.with_name(f"{path.stem}.mapping.toml")
    if place.exists() and place.read_text(encoding="utf-8-sig") != text:
        raise LiftcastError(f"{place}: exists and says otherwise; edit it, or remove it and map the file again")
    try:
        parse_mapping(text, place.name)
    except MappingError as error:
        if not pages_of(Source(path, path.name))[0].header_line:
            raise MappingError(
                f"{path.name}: has no line that names its columns; put one on top, such as "
                "Date,Exercise,Weight (kg),Reps, and map the file again"
            ) from error
        unsure = f" Not sure, and so not taken: {'; '.join(left)}." if left else ""
        raise MappingError(
            f"{error}.{unsure} Leave out --yes to be asked, or write it by hand (docs/formats.md)"
        ) from error
    return Mapped(path=place, text=text, kind=kind, left=left)


def _check_answered(name: str, workouts: Guess) -> None:
    """See that nothing is open that somebody has to answer."""
    needed = [f"{doubt.column!r}: {doubt.said}" for doubt in workouts.doubts if doubt.is_needed]
    if needed:
        raise MappingError(
            f"{name}: what only a person can say is open. {'; '.join(needed)}. "
            "Leave out --yes to be asked, or write the mapping by hand (docs/formats.md)"
        )


def write_mapping(mapped: Mapped) -> None:
    """Write a mapping beside its table.

    Raises
    ------
    LiftcastError
        If nothing can be written there.
    """
    try:
        write_text(mapped.path, mapped.text)
    except OSError as error:
        raise LiftcastError(
            f"{mapped.path}: cannot be written ({error.strerror}); copy the table into the inbox and map it there"
        ) from error


def _look_at(path: Path) -> _Looked:
    """Read the first records of a table that no format reads, and guess what they are."""
    path = path.expanduser().absolute()
    if not path.is_file():
        raise LiftcastError(f"{path}: there is no such file")
    source = unwrapped(Source(path, shown(path.name)))
    _check_unknown(source)
    sample, alike, workouts = sample_of(source), _alike(path, source), guess(source, _known_exercises)
    body = guess_body(sample, workouts.stated, alike)
    is_body = speaks_of_the_body(sample, workouts.stated, body) and (body["measurements"] or not workouts.doubts)
    kind = BODY if is_body else WORKOUTS
    return _Looked(path=path, source=source, sample=sample, alike=alike, workouts=workouts, body=body, kind=kind)


def _check_unknown(source: Source) -> None:
    """See that a file is a table that no format reads."""
    said = said_of(source, _known_exercises)
    if said is not None and _known_as(source) is None:
        raise LiftcastError(f"{source.name}: {said}")
    if not source.sheet.is_text or not is_table(source):
        raise LiftcastError(
            f"{source.name}: is no table with a header line above its records; put one on top, such as "
            "Date,Exercise,Weight,Reps"
        )
    title = _known_as(source)
    if title is not None:
        raise LiftcastError(
            f"{source.name}: is {title}, which needs no mapping; ingest it as it is. "
            "To read it otherwise, write a mapping by hand (docs/formats.md)"
        )


def _known_as(source: Source) -> str | None:
    """Name the export a file is, if any format reads it."""
    try:
        return f"an export of {identify(source).title}"
    except ExportError:
        pass
    try:
        form = identify_body(source)
        if form is not None:
            form.read(source)
    except ExportError:
        return None
    return form.title if form else None


def _known_exercises(names: Sequence[str]) -> set[str]:
    """Which of some names the catalogue knows as exercises."""
    from pipelines.exercises.resolution import UNMAPPED, ids_of  # noqa: PLC0415 (reads the catalogue)

    return {name for name, exercise_id in ids_of(names, NOBODY).items() if not exercise_id.startswith(UNMAPPED)}


def _asked(
    workouts: Guess,
    body: Mapping[str, Any],
    kind: str,
    sample: Sample,
    alike: Sequence[str],
    asking: Asking,
) -> tuple[str, dict[str, Any]]:
    """Ask which kind of table it is and what its columns hold."""
    rows = [dict(zip(sample.header, record, strict=True)) for record in sample.records[:SHOWN_ROWS]]
    asking.show("The first rows", rows)
    kind = ask_kind(kind, asking)
    if kind == BODY:
        answered = ask_about_body(body, sample, asking, alike)
    else:
        answered = ask_about_workouts(workouts, sample, asking)
    answered["app"] = asking.ask("A short name for tables like this one", str(answered["app"]), [])
    heads = {name: tells for tells, name in answered["columns"].items()}
    for name, told in answered.get("measurements", {}).items():
        heads[name] = told if isinstance(told, str) else told.get(alike[0], "not read")
    for name, told in answered.get("sets", {}).items():
        heads[name] = told if isinstance(told, str) else told["written"]
    asking.show("How they are understood", [{head: row[name] for name, head in heads.items()} for row in rows])
    if not asking.confirm("Is that right?"):
        raise LiftcastError("nothing was written; map the file again, or write the mapping by hand (docs/formats.md)")
    return kind, {key: value for key, value in answered.items() if value}


def _alike(path: Path, source: Source) -> list[str]:
    """Name the files beside a table that have its header, its own first."""
    signature = signature_in(source)
    beside = [each for each in sorted(path.parent.iterdir())[:_MOST_BESIDE] if each.suffix == path.suffix]
    others = [each for each in beside if each != path and each.is_file()]
    return [source.name, *(each.name for each in others if _signature_at(each) == signature)]


def _signature_at(path: Path) -> str | None:
    """Signature of the header of the table at a place; None where there is none that can be read."""
    try:
        return signature_in(unwrapped(Source(path, shown(path.name))))
    except ExportError:
        return None
