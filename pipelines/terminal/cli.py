"""`liftcast`: the public door. Each command makes sure of what it needs, does one thing and says what came of it.

Heavy imports happen inside the commands, so that `--help` answers at once.
"""

import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from pipelines.errors import LiftcastError
from pipelines.files.processes import ending_with_us
from pipelines.settings import PROJECT, Settings, listen_address, wants_dashboard
from pipelines.terminal.commands import (
    asking,
    exports,
    forecasts,
    handing_out,
    home,
    ingesting,
    lifters,
    models,
    plan,
    watch,
)
from pipelines.terminal.commands.options import (
    DONE,
    ENGINE_PORT,
    NIGHTLY,
    REFUSED,
    WEEKLY,
    WRONG_USE,
    EnginePort,
    Json,
    LogFile,
    Quiet,
    RefreshCron,
    TrainCron,
    Wait,
)
from pipelines.terminal.door import told

app = typer.Typer(
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    add_completion=False,
    help="Forecasts your lifts and your muscles from your own training log, and says how sure it is.",
)


@app.callback(invoke_without_command=True)
def liftcast(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Say which version this is.", is_eager=True)] = False,
    quiet: Quiet = False,
    log_file: LogFile = None,  # noqa: ARG001 (its callback)
) -> None:
    """Say the version, or go on to the command."""
    from pipelines.terminal import screen

    screen.be_quiet(is_wanted=quiet)
    if version:
        from importlib.metadata import version as version_of

        typer.echo(f"liftcast {version_of('liftcast')}")
        raise typer.Exit(DONE)
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        raise typer.Exit(WRONG_USE)


@app.command()
def run(
    once: Annotated[
        bool, typer.Option("--once", help="Do what is due and exit: for cron, continuous integration and scripts.")
    ] = False,
    dashboard_port: Annotated[int, typer.Option("--port", help="Port of the dashboard.")] = 8501,
    engine_port: EnginePort = ENGINE_PORT,
    refresh_cron: RefreshCron = NIGHTLY,
    train_cron: TrainCron = WEEKLY,
    browser: Annotated[bool, typer.Option(help="Open a browser window.")] = True,
    wait: Wait = None,  # noqa: ARG001 (its callback)
    quiet: Quiet = False,  # noqa: ARG001 (likewise)
    log_file: LogFile = None,  # noqa: ARG001 (likewise)
) -> None:
    """Open the dashboard and keep it up to date: ingest, forecast and recommend as files come, train every week.

    Reads the inbox; while it is empty, the project's own simulated samples. Does only what is new.
    With --once, or LIFTCAST_DASHBOARD=0, it does what is due and exits.
    """
    settings = Settings.from_environment()
    if once or not wants_dashboard():
        from pipelines.terminal import newcomer

        raise typer.Exit(REFUSED if newcomer.run(settings) else DONE)
    from pipelines.terminal import scheduling, screen, staying_up

    staying_up.keep_up(
        settings,
        scheduling.Timetable(refresh_cron=refresh_cron, train_cron=train_cron),
        dashboard_port=dashboard_port,
        engine_port=engine_port,
        open_browser=browser and screen.has_windows(),
    )


for command in (
    forecasts.refresh,
    ingesting.ingest,
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
    handing_out.follow,
    asking.ask,
    asking.status,
    home.runs,
    home.health,
    home.backup,
    home.restore,
    models.mlflow,
):
    app.command()(command)
app.add_typer(models.models, name="models")
app.add_typer(lifters.lifters, name="lifters")


@app.command()
def dashboard(
    port: Annotated[int, typer.Option(help="Port of the dashboard.")] = 8501,
    browser: Annotated[bool, typer.Option(help="Open a browser window.")] = True,
) -> None:
    """Open the dashboard on 127.0.0.1, or where LIFTCAST_LISTEN says."""
    _open_dashboard(Settings.from_environment(), port, open_browser=browser)


@app.command()
def schedule(
    refresh_cron: RefreshCron = NIGHTLY,
    train_cron: TrainCron = WEEKLY,
    refresh_every_s: Annotated[
        float | None, typer.Option(min=1, help="Refresh every so many seconds instead of by cron.")
    ] = None,
    port: EnginePort = ENGINE_PORT,
    quiet: Quiet = False,  # noqa: ARG001 (its callback)
    log_file: LogFile = None,  # noqa: ARG001 (likewise)
) -> None:
    """Stay up as `liftcast run` does, without the dashboard: watch the inbox, refresh nightly, train weekly."""
    from pipelines.terminal import scheduling, staying_up

    staying_up.keep_up(
        Settings.from_environment(),
        scheduling.Timetable(refresh_cron=refresh_cron, train_cron=train_cron, refresh_every_s=refresh_every_s),
        dashboard_port=None,
        engine_port=port,
        open_browser=False,
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
    from pipelines.terminal.build_in_force import say_what_is_stale
    from pipelines.terminal.doctor import examine, is_simulated, print_findings
    from pipelines.warehouse.publish import current_build

    settings = Settings.from_environment()
    findings = examine(settings)
    if current_build(settings) is not None:
        say_what_is_stale(settings)
    if json:
        screen.print_json(findings, simulated=is_simulated(settings))
    else:
        print_findings(findings)
    raise typer.Exit(REFUSED if any(not finding["ok"] for finding in findings) else DONE)


def _open_dashboard(settings: Settings, port: int, *, open_browser: bool) -> None:
    """Start Streamlit, on this machine only unless people sign in, and wait for it."""
    import subprocess

    from pipelines.people import sign_in
    from pipelines.terminal import screen

    sign_in.checked(settings, listen_address())
    command = ending_with_us("streamlit", "run", str(PROJECT / "dashboard" / "app.py"))
    command += ["--server.address", listen_address(), "--server.port", str(port)]
    command += ["--server.headless", "false" if open_browser and screen.has_windows() else "true"]
    environment = os.environ | {"LIFTCAST_HOME": str(settings.home)}
    try:
        subprocess.run(command, cwd=PROJECT, env=environment, check=True)
    except KeyboardInterrupt:
        screen.err.print("Dashboard closed.")
    except subprocess.CalledProcessError as error:
        raise LiftcastError(
            f"the dashboard ended with code {error.returncode}; where port {port} is in use, try --port {port + 1}"
        ) from error


def main() -> Any:
    """Run the command given; errors a person can mend are told in a sentence, with exit code 3, or 2 for wrong use."""
    sys.exit(told(app))
