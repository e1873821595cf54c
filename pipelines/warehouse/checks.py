"""The rules every build keeps: one SQL file each, which finds the rows that break it."""

from pipelines.errors import CheckError
from pipelines.warehouse.database import SQL, Connection, sql

SHOWN = 5


def run_checks(con: Connection) -> None:
    """Run every check of `sql/checks`.

    Raises
    ------
    CheckError
        Names the first check that found rows, and some of the rows.
    """
    for path in sorted((SQL / "checks").glob("*.sql")):
        broken = con.execute(sql("checks", path.stem)).fetchmany(SHOWN)
        if broken:
            columns = [column[0] for column in con.description or ()]
            rows = "; ".join(str(dict(zip(columns, row, strict=True))) for row in broken)
            raise CheckError(
                f"check {path.stem} of the new build found rows that break it: {rows}. "
                "The build in force is unchanged; please report this with the output of `liftcast doctor`."
            )
