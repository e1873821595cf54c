"""Work killed at a few random instants loses nothing and ends in equal tables; benchmarks/kills.py does it hundreds of times."""

import importlib.util
import sys

from pipelines.settings import PROJECT


def test_work_killed_at_random_instants_ends_in_equal_tables(tmp_path):
    place = PROJECT / "benchmarks" / "kills.py"
    spec = importlib.util.spec_from_file_location("kills", place)
    kills = importlib.util.module_from_spec(spec)
    sys.modules["kills"] = kills
    spec.loader.exec_module(kills)
    tally = kills.campaign(tmp_path, kills=3, app=0, seed=3, lifters=2, only=("ingest", "refresh"))
    assert tally.broken == []
    assert sum(tally.kills.values()) >= 3
    assert tally.compared > 50
