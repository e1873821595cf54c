"""Commands that only read a finished build import nothing heavy: they answer at once, however busy the machine."""

import json
import os
import subprocess
import sys
from datetime import date, timedelta

import pytest

from pipelines.running import steps
from pipelines.settings import Settings

HEADER = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE"
COMMANDS = (
    "runs",
    "health",
    "imports",
    "rejected",
    "alerts",
    "recommend",
    "plan",
    "forecast",
    "doctor",
    "milestone",
)
HEAVY = (
    "babel",
    "mlflow",
    "models.serving",
    "openpyxl",
    "pandas",
    "pipelines.running",
    "prefect",
    "pyarrow",
    "rapidfuzz",
    "scipy",
    "skops",
    "sklearn",
    "streamlit",
    "tomlkit",
)
ALLOWED = {"milestone": {"numpy"}}
PROGRAM = """
import json, sys
from typer.testing import CliRunner
from pipelines.terminal.cli import app
commands, heavy = json.loads(sys.argv[1])
found = {}
for words in commands:
    answer = CliRunner().invoke(app, words.split())
    found[words] = [answer.exit_code, answer.stdout, [name for name in heavy if name in sys.modules]]
print(json.dumps(found))
"""


TO_LEARN = ("mlflow", "prefect", "scipy.optimize", "scipy.stats", "sklearn")


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """Give a home with an answer to everything."""
    home = Settings(home=tmp_path_factory.mktemp("light") / "var", threads=2)
    days = [date(2024, 1, 1) + timedelta(weeks=week, days=extra) for week in range(20) for extra in (0, 3)]
    sets = [
        f'{day} 18:00:00,"A",1h,"Squat (Barbell)",{order},{60 + 2.5 * (place // 4)},5,0,0,"","",'
        for place, day in enumerate(days)
        for order in (1, 2, 3)
    ]
    (home.inbox / "ann").mkdir(parents=True)
    export = "\n".join([HEADER, *sets, 'soon,"A",1h,"Squat (Barbell)",1,60,5,0,0,"","",']) + "\n"
    (home.inbox / "ann" / "strong.csv").write_text(export, encoding="utf-8")
    steps.ingest_step(home)
    steps.forecast_step(home)
    return home


def said_by(home, commands, heavy):
    """Ask commands in one process of their own: each one's exit code, answer and heavy imports so far."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, json.dumps([commands, heavy])],
        env=os.environ | {"LIFTCAST_HOME": str(home.home)},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def answers(home):
    """Each command's exit code, answer and heavy imports, all asked in one process, the lightest first."""
    return said_by(home, COMMANDS, [*HEAVY, "numpy"])


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_that_reads_imports_nothing_heavy(answers, command):
    code, said, heavy = answers[command]
    assert code == (1 if command == "doctor" else 0)  # the export has a row that cannot be read
    assert len(said.splitlines()) > 2, "too little said to show that the command did its work"
    assert set(heavy) <= ALLOWED.get(command, set())


def test_forecasting_by_what_ships_imports_nothing_that_only_learning_needs(home, answers):
    export = home.inbox / "ann" / "strong.csv"
    later = '2024-05-27 18:00:00,"A",1h,"Squat (Barbell)",1,80,5,0,0,"","",'
    export.write_text(export.read_text(encoding="utf-8") + later + "\n", encoding="utf-8")
    code, _, heavy = said_by(home, ["refresh"], TO_LEARN)["refresh"]
    assert (code, heavy) == (0, [])
