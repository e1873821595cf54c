"""The rules every build keeps: one SQL file each, which finds the rows that break it."""

from typing import Final

from pipelines.errors import CheckError
from pipelines.warehouse.database import SQL, Connection, sql

SHOWN = 5
ALL: Final = ("rows", "tables")
"""Folders of `sql/checks`: what each row of a table must be, and what tables must be to each other."""
OF_A_COPY: Final = ("tables",)
"""Those that a copy of a checked build could break by what is done to it: a tenth of the work of all."""


def run_checks(con: Connection, folders: tuple[str, ...] = ALL) -> None:
    """Run every check in folders of `sql/checks`.

    Raises
    ------
    CheckError
        Names the first check that found rows, and some of the rows.
    """
    for path in sorted(path for folder in folders for path in (SQL / "checks" / folder).glob("*.sql")):
        broken = con.execute(sql("checks", path.stem)).fetchmany(SHOWN)
        if broken:
            columns = [column[0] for column in con.description or ()]
            rows = "; ".join(str(dict(zip(columns, row, strict=True))) for row in broken)
            raise CheckError(
                f"check {path.stem} of the new build found rows that break it: {rows}. "
                "The build in force is unchanged; please report this with the output of `liftcast doctor`."
            )
