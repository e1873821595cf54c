"""docs/batch.md does what it says: its example runs, its queries load, its commands are there."""

import doctest
import json
import re

import duckdb
import pytest
from typer.main import get_command

from pipelines import Liftcast
from pipelines.settings import PROJECT
from pipelines.terminal.cli import app
from pipelines.warehouse.publish import current_build

TEXT = (PROJECT / "docs/batch.md").read_text(encoding="utf-8")


def fenced(language):
    return re.findall(rf"^```{language}\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


def test_the_example_runs(made, tmp_path, monkeypatch):
    monkeypatch.setenv("LIFTCAST_HOME", str(made.home))
    monkeypatch.chdir(tmp_path)
    (example,) = fenced("python")
    test = doctest.DocTestParser().get_doctest(example, {}, "batch.md", "docs/batch.md", 0)
    said = []
    result = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(test, out=said.append)
    assert result.attempted > 5
    assert not result.failed, "".join(said)
    assert (tmp_path / "results" / "milestones.csv").exists()


@pytest.mark.parametrize("changed", [["quentin"], []])
def test_the_queries_load_into_a_warehouse_and_replace_what_changed(made, tmp_path, monkeypatch, changed):
    monkeypatch.chdir(tmp_path)
    first, update = fenced("sql")
    gym = Liftcast(made.home)
    gym.export("forecasts", to=tmp_path)
    whole = gym.table("forecasts")
    with duckdb.connect() as con:
        con.execute(first)
        con.execute("update forecasts set q50 = 0 where lifter = 'quentin'")
        wrong = con.execute("select count(*) from forecasts where q50 = 0").fetchone()[0]
        assert wrong > 0
        gym.export("forecasts", to=tmp_path, since=current_build(made).name)
        if changed:
            gym.export("forecasts", to=tmp_path, lifters=changed)
            manifest = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
            manifest["tables"]["forecasts"]["changed"] = changed
            (tmp_path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
        con.execute(update)
        assert con.execute("select count(*) from forecasts").fetchone()[0] == len(whole)
        assert con.execute("select count(*) from forecasts where q50 = 0").fetchone()[0] == (0 if changed else wrong)


def test_its_commands_and_their_options_are_there():
    commands = get_command(app).commands  # type: ignore[attr-defined]
    said = re.findall(r"(?:^|[`=0-9| ])liftcast ([a-z]+)((?: [^\n`|]*)?)", TEXT, re.MULTILINE)
    assert {"run", "ingest", "export", "imports"} <= {name for name, _ in said}
    for name, words in said:
        known = {option for parameter in commands[name].params for option in parameter.opts}
        assert set(re.findall(r"(?<!\S)--[a-z-]+", words)) <= known, f"liftcast {name}{words}"
