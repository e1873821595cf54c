"""The table that a query to a database gives, as a Parquet file: what is archived of it, and all that is.

Passwords stay out of everything said: errors of a driver are repeated without them.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, quote_plus, unquote

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines.errors import LiftcastError, WrongUseError

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection, Engine

DRIVERS: Final = {
    "postgresql": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",
    "mysql": "mysql+pymysql",
    "mariadb": "mysql+pymysql",
    "sqlite": "sqlite",
}
EXTRA: Final = "databases"
_ROWS_AT_A_TIME: Final = 50_000
_CONNECT_S: Final = 30
_HIDDEN: Final = "***"
_INNERMOST: Final = re.compile(r"\([^()]*\)")
_ORDERED: Final = re.compile(r"\border\s+by\b", re.IGNORECASE)
_QUOTED: Final = re.compile(r"'[^']*'|--[^\n]*")


def write_query(source: str, query: str, place: Path) -> int:
    """Ask a database, which nothing is written to, and write the table it gives.

    Where the query states no order, rows are sorted by all their columns, so that the same rows are the same file in
    whatever order the server gives them.

    Parameters
    ----------
    source : str
        Such as `postgresql://reader@host/gym`, `mysql://...`, `sqlite:////path/of/gym.db`.
    query : str
        What to ask.
    place : Path
        Where to write the Parquet file.

    Returns
    -------
    int
        How many rows it gave.

    Raises
    ------
    WrongUseError
        The address is none of a database known here, or its driver is not installed.
    LiftcastError
        The database cannot be reached, or does not understand the query; the message holds no password.
    """
    url = _url(source)
    shown = url.render_as_string(hide_password=True)
    try:
        engine = _engine(url)
        try:
            with engine.connect() as con:
                table = _table(con, query)
        finally:
            engine.dispose()
    except LiftcastError as error:
        raise LiftcastError(f"{shown}: {error}") from None
    except ImportError as error:
        raise WrongUseError(
            f"{shown}: needs {error.name}, which is not installed; install Liftcast with its extra {EXTRA!r}"
        ) from None
    except Exception as error:  # noqa: BLE001 (drivers raise what they like, and a traceback would show the address)
        said = without_password(str(getattr(error, "orig", None) or error), url.password)
        raise LiftcastError(f"{shown}: the query gave no table ({said}); mend the address or the query") from None
    if not _states_order(query):
        table = table.sort_by([(name, "ascending") for name in dict.fromkeys(table.column_names)])
    pq.write_table(table, place, compression="zstd", store_schema=False)
    return len(table)


def without_password(text: str, password: str | None) -> str:
    """Take a password out of a message, however it is written there."""
    if not password:
        return " ".join(text.split())
    for written in sorted({password, quote(password, safe=""), quote_plus(password), unquote(password)}, key=len)[::-1]:
        text = text.replace(written, _HIDDEN)
    return " ".join(text.split())


def _url(source: str) -> "URL":
    """Read the address of a database; what is no address is not repeated, as it may hold a password."""
    from sqlalchemy.engine import make_url  # noqa: PLC0415 (half a second, and few ask a database)
    from sqlalchemy.exc import ArgumentError  # noqa: PLC0415 (as above)

    known = "postgresql://, mysql:// or sqlite://"
    try:
        url = make_url(source)
    except (ArgumentError, ValueError):
        raise WrongUseError(f"--from is no address of a database; write one that begins with {known}") from None
    name = url.drivername.partition("+")[0]
    if name not in DRIVERS:
        raise WrongUseError(f"--from begins with {name}://, which is not read here; write {known}")
    if name == "sqlite" and not (url.database and Path(url.database).is_file()):
        raise WrongUseError(f"--from names {url.database or 'no file'}, where there is no SQLite database")
    return url.set(drivername=DRIVERS[name])


def _engine(url: "URL") -> "Engine":
    """Make ready to connect, to read and nothing else; instants come in UTC."""
    from sqlalchemy import create_engine  # noqa: PLC0415 (as above)

    arguments: dict[str, Any] = {"connect_timeout": _CONNECT_S}
    if url.drivername.startswith("postgresql"):
        arguments["options"] = "-c TimeZone=UTC -c default_transaction_read_only=on"
    elif url.drivername.startswith("mysql"):
        arguments["init_command"] = "set session transaction read only"
    else:
        path = quote(str(Path(str(url.database)).resolve()))
        return create_engine(f"sqlite:///file:{path}?mode=ro&uri=true")
    return create_engine(url, connect_args=arguments, hide_parameters=True)


def _table(con: "Connection", query: str) -> pa.Table:
    """Ask, and put together what comes."""
    options = {"stream_results": True, "max_row_buffer": _ROWS_AT_A_TIME, "no_parameters": True}
    result = con.execution_options(**options).exec_driver_sql(query)
    if not result.returns_rows:
        raise LiftcastError("the query gives no rows; write one that selects")
    names = list(result.keys())
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise LiftcastError(f"the query names {', '.join(twice)} twice; give each column a name of its own")
    parts = [_part(names, rows) for rows in _batches(result)]
    return _together(parts) if parts else pa.table({name: pa.array([], pa.string()) for name in names})


def _batches(result: Any) -> Iterator[Sequence[Any]]:
    while rows := result.fetchmany(_ROWS_AT_A_TIME):
        yield rows


def _part(names: Sequence[str], rows: Sequence[Any]) -> pa.Table:
    columns = zip(*rows, strict=True)
    return pa.table([_column(values) for values in columns], names=names)


def _together(parts: Sequence[pa.Table]) -> pa.Table:
    """Put parts together; a column that is of several kinds is text."""
    columns = {}
    for name in parts[0].column_names:
        held = [part[name] for part in parts]
        kinds = {column.type for column in held} - {pa.null()}
        numbers = all(pa.types.is_integer(kind) or pa.types.is_floating(kind) for kind in kinds)
        one = next(iter(kinds)) if len(kinds) == 1 else pa.float64() if kinds and numbers else pa.string()
        chunks = [chunk.cast(one) for column in held for chunk in column.chunks]
        columns[name] = pa.chunked_array(chunks, one)
    return pa.table(columns)


def _column(values: Sequence[Any]) -> pa.Array:
    """Values of one kind as a column of that kind, others as texts."""
    held = {type(value) for value in values if value is not None}
    if held <= {int, float, Decimal} and (float in held or Decimal in held):
        return pa.array([None if value is None else float(value) for value in values], pa.float64())
    if held == {datetime}:
        instants = {value.tzinfo is not None for value in values if value is not None}
        if len(instants) == 1:
            return pa.array(values, pa.timestamp("us", tz="UTC" if instants.pop() else None))
    elif len(held) <= 1 and held <= {int, bool, str, date}:
        try:
            return pa.array(values)
        except (OverflowError, pa.ArrowInvalid):
            pass
    return pa.array([None if value is None else _text(value) for value in values], pa.string())


def _text(value: Any) -> str:
    """Write a value as a cell of a table; durations as seconds."""
    if isinstance(value, timedelta):
        return f"{value.total_seconds():.15g}"
    if isinstance(value, date | time | datetime):
        return value.isoformat()
    return value.decode("utf-8", errors="replace") if isinstance(value, bytes) else str(value)


def _states_order(query: str) -> bool:
    """Tell whether a query says in which order its rows come; what stands in brackets orders other rows."""
    text = _QUOTED.sub(" ", query)
    while (without := _INNERMOST.sub(" ", text)) != text:
        text = without
    return _ORDERED.search(text) is not None
