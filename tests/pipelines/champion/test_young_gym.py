"""A gym whose logs are all younger than the longest look back: trained on, forecast, and healed of an old fault."""

import json

import pytest
from typer.testing import CliRunner

from models.forecasters import candidates
from models.forecasters.boosted import BoostedSpread
from models.forecasters.calibration import Calibrated
from pipelines.champion import backtesting, registry
from pipelines.running import steps
from pipelines.settings import Settings
from pipelines.simulated.simulate import simulate
from pipelines.terminal.cli import app
from pipelines.warehouse.build import build_marts

LONGEST_WEEKS = 30


@pytest.fixture
def young(tmp_path, monkeypatch):
    """Give a home of six lifters and let trees compete on them, quick ones and however few lifters there are."""
    monkeypatch.setenv("LIFTCAST_HOME", str(tmp_path / "var"))
    settings = Settings.from_environment()
    simulate(lifters=6, seed=5, out=settings.inbox, weeks=LONGEST_WEEKS, truth=False)
    trees = candidates.Candidate(name="boosted", make=lambda: Calibrated(BoostedSpread(trees=3), folds=2))
    kept = tuple(one for one in candidates.CANDIDATES if one.name in ("no_change", candidates.SHIPPED))
    monkeypatch.setattr(candidates, "CANDIDATES", (*kept, trees))
    return settings


def test_a_young_gym_is_trained_on_and_forecast(young):
    steps.ingest_step(young)
    assert backtesting.read_panel(young, build_marts(young))["lag_28"].isna().all()
    trained = CliRunner().invoke(app, ["train", "--force", "--json"])
    assert trained.exit_code == 0, trained.output
    report = json.loads(trained.stdout)
    assert report["failed"] == {}
    assert {row["candidate"] for row in report["scores"]} == {"no_change", "shipped", "boosted"}
    assert not steps.refresh(young, train=True).trained.trained
    assert steps.refresh(young).trained is None

    registry.write_champion(young, registry.Champion(name="no_change", version="1", trained_on="key", path="gone"))
    asked = CliRunner().invoke(app, ["forecast", "--json"])
    assert asked.exit_code == 0, asked.output
    assert "What ships takes over: no change is a baseline" in " ".join(asked.stderr.split())
    assert len({row["lifter"] for row in json.loads(asked.stdout)["forecasts"]}) >= 5
    assert CliRunner().invoke(app, ["refresh", "--train", "--quiet"]).exit_code == 0
    assert registry.read_champion(young).name in {"shipped", "boosted"}
    assert registry.dethroned(young) == ""
