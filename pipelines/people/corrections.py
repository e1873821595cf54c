"""What a person says an exported name means: `exercises.csv` in the lifter's folder of the inbox."""

import csv
import io
from pathlib import Path
from typing import Final

from data.catalogue import load_exercises, normalise_name
from pipelines.errors import ProfileError
from pipelines.files.atomic import write_text
from pipelines.files.small_files import first_of, small_text
from pipelines.people.profiles import lifter_folders
from pipelines.settings import Settings

FILE: Final = "exercises.csv"
COLUMNS: Final = ("exported_name", "exercise_id")


def correct_exercise(settings: Settings, lifter: str, exported_name: str, exercise_id: str) -> Path:
    """Remember what a lifter means by a name; it counts for all of their history from the next ingest on.

    Parameters
    ----------
    exported_name : str
        As the app exports it.
    exercise_id : str
        Of the catalogue; empty for none of its exercises.

    Returns
    -------
    Path
        The file it was written into, beside what stood there of other names.

    Raises
    ------
    ProfileError
        The catalogue has no such exercise, or the file there cannot be used as it is; nothing is written.
    """
    if exercise_id and exercise_id not in set(load_exercises()["exercise_id"]):
        raise ProfileError(f"{exercise_id!r} is not in the catalogue: use an exercise_id of data/exercises.csv")
    folders = lifter_folders(settings, lifter)
    path = first_of(folders, FILE)
    rows = _rows(path) if path else []
    if path is None:
        path = next((folder for folder in folders if folder.is_dir()), folders[0]) / FILE
    others = [row for row in rows if normalise_name(row["exported_name"]) != normalise_name(exported_name)]
    made = io.StringIO()
    writer = csv.DictWriter(made, COLUMNS, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows([*others, {"exported_name": exported_name, "exercise_id": exercise_id}])
    write_text(path, made.getvalue())
    return path


def _rows(path: Path) -> list[dict[str, str]]:
    """Read the corrections there."""
    try:
        reader = csv.DictReader(io.StringIO(small_text(path, str(path), ProfileError), newline=""))
        if not set(COLUMNS) <= set(reader.fieldnames or ()):
            raise ProfileError(f"{path}: has no columns {', '.join(COLUMNS)}; write a table with them")
        return [{name: row[name] or "" for name in COLUMNS} for row in reader]
    except csv.Error as error:
        raise ProfileError(f"{path}: cannot be read ({error}); write a table with {', '.join(COLUMNS)}") from error
