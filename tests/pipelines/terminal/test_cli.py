"""The public door: every command helps, is documented and light, and keeps its exit codes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

import dashboard
import data
import models
import pipelines
from pipelines.settings import PROJECT
from pipelines.terminal.cli import app

LIFTCAST = Path(sys.executable).with_name("liftcast")
COMMANDS = get_command(app).commands  # type: ignore[attr-defined]
PROMISED = {
    "run",
    "ingest",
    "train",
    "forecast",
    "recommend",
    "backtest",
    "dashboard",
    "schedule",
    "simulate",
    "imports",
    "rejected",
    "doctor",
}


def liftcast(*words: str, home: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    env = os.environ | {"LIFTCAST_HOME": str(home), "LIFTCAST_DASHBOARD": "0"} | environment
    return subprocess.run([str(LIFTCAST), *words], env=env, capture_output=True, text=True, timeout=600, check=False)


def test_the_promised_commands_are_there():
    assert set(COMMANDS) >= PROMISED


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_each_command_helps(name):
    command = COMMANDS[name]
    assert command.help, f"`liftcast {name}` has no help"
    assert len(command.help.splitlines()[0]) > 20
    for option in command.params:
        if option.name != "help":
            assert getattr(option, "help", None), f"`liftcast {name}`: {option.name} has no help"


def test_help_does_not_load_the_heavy_libraries():
    program = (
        "import sys; from typer.testing import CliRunner; from pipelines.terminal.cli import app\n"
        "assert CliRunner().invoke(app, ['--help']).exit_code == 0\n"
        "print([name for name in ('duckdb', 'pandas', 'sklearn', 'mlflow', 'prefect', 'streamlit') if name in sys.modules])"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


def test_wrong_use_is_exit_code_2(tmp_path):
    assert liftcast("imports", "--no-such-option", home=tmp_path).returncode == 2
    assert liftcast("no-such-command", home=tmp_path).returncode == 2


def test_asking_before_anything_was_made_says_what_to_do(tmp_path):
    answer = liftcast("imports", "--json", home=tmp_path / "var")
    assert answer.returncode == 2
    assert answer.stdout == ""
    assert "liftcast run" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_doctor_on_a_bare_home_names_the_first_step(tmp_path):
    answer = liftcast("doctor", "--json", home=tmp_path / "var")
    findings = {finding["check"]: finding for finding in json.loads(answer.stdout)}
    assert not findings["build"]["ok"]
    assert "liftcast run" in findings["build"]["do"]
    assert answer.returncode == 1


def test_each_package_is_the_projects_own():
    for package in (dashboard, data, models, pipelines):
        assert Path(package.__file__).is_relative_to(PROJECT), package.__file__
