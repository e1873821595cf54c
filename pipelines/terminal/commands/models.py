"""Commands about the model in force: which versions there are, how good they are, and choosing another."""

import os
import subprocess
import time
import webbrowser
from typing import TYPE_CHECKING, Annotated, Final
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

import typer

from pipelines.errors import LiftcastError
from pipelines.settings import Settings
from pipelines.terminal.commands.options import Json, Quiet, Wait

if TYPE_CHECKING:
    from pipelines.champion.choosing import Chosen

PORT: Final = 5000
PATIENCE_S: Final = 120.0

models = typer.Typer(no_args_is_help=True, help="Which versions of the model there are, and which is in force.")


@models.command("list")
def list_versions(json: Json = False) -> None:
    """List every version: when it was made, from how much, how good it was, and which is in force."""
    from pipelines import Liftcast
    from pipelines.terminal import model_answers, screen
    from pipelines.terminal.doctor import is_simulated

    door = Liftcast()
    rows = door.models()
    if json:
        screen.print_json(rows, simulated=is_simulated(door.settings))
    else:
        model_answers.print_versions(rows)


@models.command()
def show(
    version: Annotated[
        str | None, typer.Argument(help="Its number; without, the one in force. 0 is what ships.")
    ] = None,
    json: Json = False,
) -> None:
    """Show one version: why it was chosen, its scores beside the baselines', its data, how its forecasts fared."""
    from pipelines import Liftcast
    from pipelines.terminal import model_answers, screen
    from pipelines.terminal.doctor import is_simulated

    door = Liftcast()
    row = door.model(version)
    if json:
        screen.print_json(row, simulated=is_simulated(door.settings))
    else:
        model_answers.print_version(row)


@models.command()
def promote(
    version: Annotated[str, typer.Argument(help="Its number; 0 is what ships.")],
    wait: Wait = None,  # noqa: ARG001 (its callback)
    quiet: Quiet = False,  # noqa: ARG001 (likewise)
    json: Json = False,
) -> None:
    """Put a version in force; the next refresh forecasts with it."""
    from pipelines import Liftcast

    _tell_of(Liftcast().promote(version), json=json)


@models.command()
def rollback(
    wait: Wait = None,  # noqa: ARG001 (its callback)
    quiet: Quiet = False,  # noqa: ARG001 (likewise)
    json: Json = False,
) -> None:
    """Put in force again what was before; the next refresh forecasts with it."""
    from pipelines import Liftcast

    _tell_of(Liftcast().rollback(), json=json)


def _tell_of(chosen: "Chosen", *, json: bool) -> None:
    """Say what is in force now."""
    from pipelines.terminal import screen

    if json:
        screen.print_json(chosen.as_json(), simulated=False)
    else:
        screen.note(chosen.sentence())


def mlflow(
    port: Annotated[int, typer.Option(help="Port on 127.0.0.1; another where it is taken.")] = PORT,
    browser: Annotated[bool, typer.Option(help="Open a browser window.")] = True,
) -> None:
    """Open MLflow's own pages on this home's trainings and versions, on 127.0.0.1, until stopped."""
    from pipelines.champion import tracking_page
    from pipelines.files.processes import ending_with_us
    from pipelines.running.engine import free_port
    from pipelines.terminal import screen

    settings = Settings.from_environment()
    place, port = tracking_page.place(settings), free_port(port)
    at = f"http://{tracking_page.THIS_MACHINE}:{port}"
    environment = os.environ | {"LIFTCAST_HOME": str(settings.home)}
    process = subprocess.Popen(ending_with_us(*tracking_page.words(port)), env=environment)
    try:
        _wait_until_up(process, at)
        screen.warn(f"MLflow is at {at}{place}; stop it with Ctrl-C.")
        if browser and screen.has_windows():
            webbrowser.open(f"{at}{place}")
        process.wait()
    except KeyboardInterrupt:
        screen.note("Stopped.")
    finally:
        process.terminate()
        process.wait()
    if process.returncode > 0:
        raise LiftcastError(f"MLflow ended with code {process.returncode}; what it said is above")


def _wait_until_up(process: subprocess.Popen[bytes], at: str) -> None:
    """Return once the pages answer, or their process has ended."""
    direct = build_opener(ProxyHandler({}))
    until = time.monotonic() + PATIENCE_S
    while process.poll() is None and time.monotonic() < until:
        try:
            with direct.open(f"{at}/health", timeout=1):
                return
        except (URLError, OSError):
            time.sleep(0.2)
    if process.poll() is None:
        raise LiftcastError(f"MLflow did not answer at {at} within {PATIENCE_S:.0f} s: try again")
