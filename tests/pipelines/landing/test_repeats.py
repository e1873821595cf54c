"""What a newer file repeats is landed once, and every table is what it would be if all were landed."""

import json
from collections.abc import Callable

import duckdb
import pytest

from pipelines.landing import ingest as landing_ingest
from pipelines.landing.index import landed_entries
from pipelines.running import steps
from pipelines.settings import Settings
from pipelines.warehouse.publish import current_build

MAPPING = """
header = "member,day,lift,kg,reps"
app = "club"
load_unit = "kg"
[columns]
lifter = "member"
date = "day"
exercise = "lift"
load = "kg"
reps = "reps"
"""
OF_A_BUILD = {"builds_meta", "runs", "changes", "change_counts", "file_changes", "marts_made_of"}
Row = tuple[str, int, float]


@pytest.fixture
def bring(settings: Settings) -> Callable[..., None]:
    """Give the function that ingests a table of the club."""
    settings.inbox.mkdir(parents=True, exist_ok=True)
    (settings.inbox / "club.mapping.toml").write_text(MAPPING, encoding="utf-8")
    return lambda name, rows, **said: brought(settings, name, rows, **said)


def brought(settings: Settings, name: str, rows: list[Row], **said: object) -> None:
    """Ingest a table of several members."""
    path = settings.home / name
    lines = [f"{member},2026-01-{day:02},Bench Press,{load},5" for member, day, load in rows]
    path.write_text("\n".join(["member,day,lift,kg,reps", *lines]) + "\n", encoding="utf-8")
    steps.ingest_step(settings, paths=[path], lifter="club", **said)


def trained(member: str, *days: int) -> list[Row]:
    """Three sets a day."""
    return [(member, day, 60 + day + number) for day in days for number in range(3)]


def tables(settings: Settings) -> dict[str, list[str]]:
    """Every table of the build in force, but for what a build says of itself and of the one before it."""
    build = current_build(settings)
    assert build is not None
    with duckdb.connect(str(build.path), read_only=True) as con:
        names = [name for (name,) in con.execute("select table_name from duckdb_tables()").fetchall()]
        return {
            name: sorted(map(repr, con.execute(f'from "{name}"').fetchall()))
            for name in names
            if name not in OF_A_BUILD
        }


def held(settings: Settings) -> dict[str, set[str]]:
    """Whose rows are landed, file by file."""
    files: dict[str, set[str]] = {}
    for entry in landed_entries(settings):
        files.setdefault(entry.file, set()).update({entry.lifter} if entry.path else ())
    return files


def everything_landed(settings: Settings, monkeypatch: pytest.MonkeyPatch, bring_all: Callable[..., None]) -> Settings:
    """Another home, in which nothing is left to a newer file."""
    other = Settings(home=settings.home.with_name("whole"), threads=settings.threads)
    other.inbox.mkdir(parents=True)
    (other.inbox / "club.mapping.toml").write_text(MAPPING, encoding="utf-8")
    with monkeypatch.context() as patched:
        patched.setattr(landing_ingest, "forget_repeated", lambda *_: None)
        bring_all(lambda name, rows, **said: brought(other, name, rows, **said))
    return other


def test_whole_dumps_are_landed_once_and_the_tables_are_what_they_would_be(settings, bring, monkeypatch):
    def nights(bring_in: Callable[..., None]) -> None:
        bring_in("1.csv", trained("ann", 1, 3) + trained("bo", 2) + [("", 2, 50)])
        bring_in("2.csv", trained("ann", 1, 3, 5) + trained("bo", 2) + [("", 2, 50)])
        bring_in("3.csv", trained("ann", 1, 3, 5) + trained("bo", 2, 6) + [("", 2, 50)])

    nights(bring)
    assert held(settings) == {"1.csv": set(), "2.csv": set(), "3.csv": {"ann", "bo", "club"}}
    assert len(list(settings.landed.glob("bucket=*/*.parquet"))) == 3
    whole = everything_landed(settings, monkeypatch, nights)
    ours, theirs = tables(settings), tables(whole)
    assert ours["sets"]
    # A bad row of three nights is told of once.
    assert (len(ours.pop("rejected_rows")), len(theirs.pop("rejected_rows"))) == (1, 3)
    imports = [[row for row in said.pop("imports") if row.startswith(("('ann'", "('bo'"))] for said in (ours, theirs)]
    assert imports[0] == imports[1]
    assert ours == theirs


def test_rows_that_were_corrected_or_deleted_stay_landed(settings, bring):
    bring("1.csv", trained("ann", 1, 3) + trained("bo", 2, 4))
    bring("2.csv", [*trained("ann", 1, 3)[:-1], *trained("bo", 2, 4)])
    assert held(settings) == {"1.csv": {"ann"}, "2.csv": {"ann", "bo"}}


def test_a_list_of_changes_holds_no_file_and_is_not_held(settings, bring):
    bring("1.csv", trained("ann", 1))
    bring("2.csv", trained("ann", 1, 3), mode="append")
    assert held(settings) == {"1.csv": {"ann"}, "2.csv": {"ann"}}


def test_a_file_counts_again_when_the_newer_one_is_taken_out(settings, bring):
    bring("1.csv", trained("ann", 1, 3))
    before = tables(settings)
    bring("2.csv", trained("ann", 1, 3, 5))
    assert held(settings) == {"1.csv": set(), "2.csv": {"ann"}}
    steps.decide_step(settings, "2.csv", "leave out")
    after = tables(settings)
    assert held(settings)["1.csv"] == {"ann"}
    assert after["sets"] == before["sets"]
    steps.decide_step(settings, "2.csv", "take back")
    assert len(tables(settings)["sets"]) == 9


def test_a_file_counts_while_a_person_has_not_decided_on_the_newer_one(settings, bring):
    bring("1.csv", trained("ann", 1, 3) + trained("bo", 2, 4))
    before = tables(settings)
    bring("2.csv", trained("ann", 1, 3, 5) + trained("bo", 2, 4)[1:], max_removed=0)
    assert tables(settings) == before
    bring("3.csv", trained("cy", 1), mode="append")
    with_cy = [row for row in tables(settings)["sets"] if not row.startswith("('cy'")]
    assert with_cy == before["sets"]
    assert held(settings)["1.csv"] == {"ann", "bo"}


def test_the_index_forgets_what_it_said_before(settings, bring):
    members = [f"m{number:02}" for number in range(20)]
    for night in range(4):
        bring(f"dump{night}.csv", [row for member in members for row in trained(member, *range(1, 4 + night))])
    lines = (settings.landed / "index.jsonl").read_text(encoding="utf-8").splitlines()
    said = [(row.get("owner"), row["lifter"], row["sha256"]) for row in map(json.loads, lines)]
    assert len(set(said)) == 4 * (1 + len(members))
    assert len(said) <= 1.5 * len(set(said))
    assert len(landed_entries(settings)) == 4 * len(members)
    tail = trained("m00", 20)
    bring("dump4.csv", [row for member in members for row in trained(member, *range(1, 8))] + tail)
    assert len(tables(settings)["sets"]) == 20 * 7 * 3 + len(tail)
