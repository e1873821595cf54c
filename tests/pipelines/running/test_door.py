import pytest

from pipelines import Liftcast
from pipelines.errors import NothingIngestedError, WrongUseError
from pipelines.simulated.simulate import simulate


def test_a_program_ingests_refreshes_and_asks_by_one_door(tmp_path):
    gym = Liftcast(tmp_path / "home")
    with pytest.raises(NothingIngestedError):
        gym.refresh()
    simulate(lifters=2, seed=5, out=tmp_path / "exports", weeks=30, truth=False)
    read = gym.ingest(tmp_path / "exports")
    assert read.new == 2
    assert read.sets_changed["sets_added"] == len(gym.table("sets"))
    assert gym.ingest(tmp_path / "exports").new == 0
    done = gym.refresh()
    assert done.trained is None
    assert set(gym.table("forecasts")["lifter"]) <= set(gym.table("sets")["lifter"])
    with pytest.raises(WrongUseError, match="say one of replace-span, append, upsert"):
        gym.ingest(tmp_path / "exports", mode="overwrite")
