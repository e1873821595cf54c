"""`liftcast`: the public door. Each command makes sure of what it needs, does one thing and says what came of it.

Heavy imports happen inside the commands, so that `--help` answers at once.
"""

import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from pipelines.errors import LiftcastError, WrongUseError
from pipelines.settings import PROJECT, Settings
from pipelines.terminal.commands import exports, forecasts, handing_out, plan, watch
from pipelines.terminal.commands.options import DONE, FAILED, REFUSED, WRONG_USE, Json

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    add_completion=False,
    help="Forecasts your lifts and your muscles from your own training log, and says how sure it is.",
)


@app.command()
def run(
    dashboard_port: Annotated[int, typer.Option("--port", help="Port of the dashboard.")] = 8501,
) -> None:
    """Do the main job: ingest, train, forecast, recommend, then open the dashboard.

    Reads the inbox; while it is empty, the project's own simulated samples. Does only what is new.
    LIFTCAST_DASHBOARD=0 stops before the dashboard.
    """
    from pipelines.terminal import newcomer

    settings = Settings.from_environment()
    refused = newcomer.run(settings)
    if os.environ.get("LIFTCAST_DASHBOARD", "1") != "0":
        _open_dashboard(settings, dashboard_port, open_browser=True)
    raise typer.Exit(REFUSED if refused else DONE)


for command in (
    exports.ingest,
    forecasts.train,
    forecasts.forecast,
    forecasts.recommend,
    plan.plan,
    watch.milestone,
    watch.alerts,
    forecasts.backtest,
    forecasts.trials,
    exports.imports,
    exports.rejected,
    handing_out.export,
):
    app.command()(command)


@app.command()
def dashboard(
    port: Annotated[int, typer.Option(help="Port on 127.0.0.1.")] = 8501,
    browser: Annotated[bool, typer.Option(help="Open a browser window.")] = True,
) -> None:
    """Open the dashboard on 127.0.0.1."""
    _open_dashboard(Settings.from_environment(), port, open_browser=browser)


@app.command()
def schedule(
    refresh_cron: Annotated[str, typer.Option(help="When to refresh, in cron's words.")] = "0 3 * * *",
    train_cron: Annotated[str, typer.Option(help="When to retrain, in cron's words.")] = "0 4 * * 0",
    refresh_every_s: Annotated[
        float | None, typer.Option(help="Refresh every so many seconds instead of by cron.")
    ] = None,
    port: Annotated[int, typer.Option(help="Port of the local Prefect server.")] = 4200,
) -> None:
    """Refresh nightly and retrain weekly on a local Prefect server, until stopped."""
    from pipelines.terminal import scheduling

    scheduling.keep(
        Settings.from_environment(),
        wanted_port=port,
        refresh_cron=refresh_cron,
        train_cron=train_cron,
        refresh_every_s=refresh_every_s,
    )


@app.command()
def simulate(
    out: Annotated[Path, typer.Option(help="Folder to write to.")],
    lifters: Annotated[int, typer.Option(min=1, help="How many lifters.")] = 12,
    seed: Annotated[int, typer.Option(help="The same seed gives the same bytes.")] = 1,
    weeks: Annotated[int, typer.Option(min=1, help="Weeks of training each.")] = 104,
    truth: Annotated[bool, typer.Option(help="Write OUT/truth: true 1RMs, sizes and every counterfactual.")] = True,
    json: Json = False,
) -> None:
    """Write simulated lifters as exports of each supported app, with the truth beside them."""
    from pipelines.simulated.simulate import simulate as write_lifters
    from pipelines.terminal import screen

    report = write_lifters(lifters=lifters, seed=seed, out=out, weeks=weeks, truth=truth)
    if json:
        screen.print_json(report.as_json(), simulated=True)
    else:
        screen.err.print(report.sentence())


@app.command()
def doctor(json: Json = False) -> None:
    """Check the installation and the data, and say what to mend."""
    from pipelines.terminal import screen
    from pipelines.terminal.doctor import examine, is_simulated, print_findings

    settings = Settings.from_environment()
    findings = examine(settings)
    if json:
        screen.print_json(findings, simulated=is_simulated(settings))
    else:
        print_findings(findings)
    raise typer.Exit(REFUSED if any(not finding["ok"] for finding in findings) else DONE)


def _open_dashboard(settings: Settings, port: int, *, open_browser: bool) -> None:
    """Start Streamlit on this machine only and wait for it."""
    import subprocess

    from pipelines.terminal import screen

    command = [sys.executable, "-m", "streamlit", "run", str(PROJECT / "dashboard" / "app.py")]
    command += ["--server.address", "127.0.0.1", "--server.port", str(port)]
    command += ["--server.headless", "false" if open_browser and _has_screen() else "true"]
    environment = os.environ | {"LIFTCAST_HOME": str(settings.home)}
    try:
        subprocess.run(command, cwd=PROJECT, env=environment, check=True)
    except KeyboardInterrupt:
        screen.err.print("Dashboard closed.")
    except subprocess.CalledProcessError as error:
        raise LiftcastError(
            f"the dashboard ended with code {error.returncode}; where port {port} is in use, try --port {port + 1}"
        ) from error


def _has_screen() -> bool:
    """Tell whether a browser window could open here."""
    return sys.platform in {"darwin", "win32"} or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def main() -> Any:
    """Run the command given; errors a person can mend are told in a sentence, with exit code 3, or 2 for wrong use."""
    try:
        return app()
    except LiftcastError as error:
        from pipelines.terminal import screen

        screen.say_error(error)
        sys.exit(WRONG_USE if isinstance(error, WrongUseError) else FAILED)
    except Exception:  # noqa: BLE001 (a bug: show all of it, and keep the promised exit code)
        import traceback

        traceback.print_exc()
    sys.exit(FAILED)
