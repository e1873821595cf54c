"""A training keeps nobody waiting: real processes, a candidate that takes its time."""

import shutil
import subprocess
import sys

import pytest

from pipelines.errors import BusyError
from pipelines.files.locking import training
from pipelines.files.runs import diary
from pipelines.running import steps
from pipelines.running.underway import now_underway
from pipelines.settings import Settings
from pipelines.simulated.simulate import simulate
from pipelines.warehouse import publish
from pipelines.warehouse.publish import current_build, in_use, kept_builds

TRAINER = """
import sys
from pathlib import Path
from pipelines.champion import training
from pipelines.running import steps
from pipelines.settings import Settings
learn = training.forecast_all
def slowly(*args, **options):
    print("learning", flush=True)
    sys.stdin.readline()
    return learn(*args, **options)
training.forecast_all = slowly
steps.train_step(Settings(home=Path(sys.argv[1]), threads=2), force=True)
"""


@pytest.fixture(scope="module")
def refreshed(tmp_path_factory):
    made = Settings(home=tmp_path_factory.mktemp("refreshed") / "var", threads=2)
    simulate(lifters=1, seed=5, out=made.inbox, weeks=40, truth=False)
    steps.refresh(made)
    return made


@pytest.fixture
def home(refreshed, settings):
    shutil.copytree(refreshed.home, settings.home)
    return settings


@pytest.fixture
def kept(monkeypatch):
    """Keep one old build: with more, it would take more of them till one goes."""
    monkeypatch.setattr(publish, "KEPT", 1)
    return 1


def state_year(settings, year):
    (folder,) = settings.inbox.iterdir()
    (folder / "profile.toml").write_text(f"birth_year = {year}\n", encoding="utf-8")


def test_refreshes_publish_during_a_training_which_keeps_its_snapshot_and_ends(home, kept):
    before, snapshots = current_build(home), {build.name for build in kept_builds(home) if build.kind != "full"}
    command = [sys.executable, "-c", TRAINER, str(home.home)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as trainer:
        assert trainer.stdout.readline() == b"learning\n"
        for year in range(1980, 1981 + kept):
            state_year(home, year)
            steps.refresh(home)
        assert current_build(home).name != before.name
        assert snapshots <= {build.name for build in kept_builds(home)}
        assert [doing.what for doing in now_underway(home)] == ["training"]
        assert [page["command"] for page in diary(home) if page["outcome"] == "running"] == ["train"]
        trainer.stdin.write(b"\n")
        trainer.stdin.close()
        assert trainer.wait() == 0
    (learnt,) = (page for page in diary(home) if page["command"] == "train")
    assert learnt["outcome"] == "done"
    assert not [page for page in diary(home) if page["command"] == "wait"]


def test_one_process_trains_at_a_time(home):
    impatient = type(home)(home=home.home, threads=2, wait_s=0.3)
    code = "import sys, time\nfrom pathlib import Path\nfrom pipelines.files.locking import training\n"
    code += "from pipelines.settings import Settings\n"
    code += "with training(Settings(home=Path(sys.argv[1]))):\n    print('held', flush=True)\n    time.sleep(60)\n"
    with subprocess.Popen([sys.executable, "-c", code, str(home.home)], stdout=subprocess.PIPE) as other:
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(BusyError, match=f"id {other.pid}.* is training"):
            steps.train_step(impatient)
        other.kill()
    with training(home):
        pass
    assert diary(home)[0]["outcome"] == "failed"


def test_a_build_in_use_is_kept_however_many_come_after(home, kept):
    state_year(home, 1979)
    steps.ingest_step(home)
    build = current_build(home)
    with in_use(build):
        for year in range(1980, 1982 + kept):
            state_year(home, year)
            steps.ingest_step(home)
        assert build.path.exists()
    state_year(home, 1999)
    steps.ingest_step(home)
    assert not build.path.exists()
