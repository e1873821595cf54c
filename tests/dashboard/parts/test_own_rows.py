"""What a visitor who may see some lifters finds in the tables of a build."""

import pytest

from dashboard.parts.own_rows import EVERYBODYS, OwnRows
from pipelines.settings import Settings
from pipelines.warehouse.read import current, opened

PRIVATE = {"runs"}
"""Tables without a lifter that tell of people all the same: what ran names their files."""


@pytest.fixture(scope="module")
def build(published):
    settings = Settings(home=published, threads=2)
    return settings, current(settings)


@pytest.fixture(scope="module")
def tables(build):
    with opened(*build) as con:
        rows = con.execute(
            "select table_name, bool_or(column_name = 'lifter') from duckdb_columns() where not internal group by 1"
        )
        return dict(rows.fetchall())


def test_each_table_holds_the_rows_of_their_lifters_alone(build, tables):
    rows = OwnRows(*build)
    with opened(*build) as con, rows.cursor(frozenset({"ada", "newcomer"})) as theirs:
        for table in (name for name, has_lifter in tables.items() if has_lifter):
            everybodys = con.execute(f"select lifter from {table}").fetchall()  # noqa: S608 (our own names)
            expected = sorted(name for (name,) in everybodys if name in {"ada", "newcomer"})
            seen = theirs.execute(f"select lifter from {table}").fetchall()  # noqa: S608 (likewise)
            assert sorted(name for (name,) in seen) == expected
        assert theirs.execute("select count(*) from forecasts").fetchone() != (0,)
    rows.close()


def test_a_table_without_a_lifter_is_there_only_if_it_tells_of_nobody(build, tables):
    without = {name for name, has_lifter in tables.items() if not has_lifter}
    assert without <= EVERYBODYS | PRIVATE, "may somebody who sees but some lifters see all of this table?"
    rows = OwnRows(*build)
    with rows.cursor(frozenset({"ada"})) as theirs:
        seen = {
            name for (name,) in theirs.execute("select view_name from duckdb_views() where not internal").fetchall()
        }
        assert not seen & PRIVATE
        assert seen == (set(tables) & EVERYBODYS) | {name for name, has_lifter in tables.items() if has_lifter}
    rows.close()


def test_visitors_of_one_build_do_not_see_each_others_rows(build):
    rows = OwnRows(*build)
    question = "select list(lifter order by lifter) from lifters"
    with rows.cursor(frozenset({"ada"})) as one, rows.cursor(frozenset({"me", "it's"})) as other:
        assert one.execute(question).fetchone() == (["ada"],)
        assert other.execute(question).fetchone() == (["me"],)
    with rows.cursor(frozenset()) as nobody:
        assert nobody.execute("select count(*) from lifters").fetchone() == (0,)
    rows.close()
