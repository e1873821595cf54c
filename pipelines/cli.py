"""`liftcast`: the public door. Each command makes sure of what it needs, does one thing and says what came of it.

Heavy imports happen inside the commands, so that `--help` answers at once.
"""

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from pipelines.errors import LiftcastError
from pipelines.settings import PROJECT, Settings

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    add_completion=False,
    help="Forecasts your lifts and your muscles from your own training log, and says how sure it is.",
)

DONE, REFUSED, FAILED = 0, 1, 3  # 2 is wrong use, and Typer's own

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document on standard output and nothing else.")]
Lifter = Annotated[str | None, typer.Option("--lifter", help="Only this lifter.")]


class Model(StrEnum):
    """What `backtest` may be asked for by name, beside the candidates' own names."""

    shipped = "shipped"


@app.command()
def run(
    dashboard_port: Annotated[int, typer.Option("--port", help="Port of the dashboard.")] = 8501,
) -> None:
    """Do the main job: ingest, train, forecast, recommend, then open the dashboard.

    Reads the inbox; while it is empty, the project's own simulated samples. Does only what is new.
    LIFTCAST_DASHBOARD=0 stops before the dashboard.
    """
    from pipelines import newcomer

    settings = Settings.from_environment()
    refused = newcomer.run(settings)
    if os.environ.get("LIFTCAST_DASHBOARD", "1") != "0":
        _open_dashboard(settings, dashboard_port, open_browser=True)
    raise typer.Exit(REFUSED if refused else DONE)


@app.command()
def ingest(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="A file, or a folder with one folder per lifter. Default: the inbox."),
    ] = None,
    lifter: Annotated[str | None, typer.Option("--lifter", help="Whose files these are.")] = None,
    json: Json = False,
) -> None:
    """Read new exports, account for every row, and publish the tables."""
    from pipelines import answers, screen, steps
    from pipelines.warehouse import read

    settings = Settings.from_environment()
    report, _ = steps.ingest_step(settings, paths=paths or (), lifter=lifter, progress=screen.OnScreen())
    with read.connect(settings) as con:
        imports_now = read.imports(con)
    if json:
        screen.print_json(imports_now)
    else:
        answers.print_imports(imports_now)
    raise typer.Exit(REFUSED if report.refused else DONE)


@app.command()
def train(
    force: Annotated[bool, typer.Option("--force", help="Train even when nothing has changed.")] = False,
    ship: Annotated[
        Path | None,
        typer.Option("--ship", help="Also write the population figures that ship with the project here."),
    ] = None,
    json: Json = False,
) -> None:
    """Backtest every candidate on the same folds and crown the best, if it is better beyond noise."""
    from pipelines import screen, steps

    settings = Settings.from_environment()
    report = steps.train_step(settings, force=force, ship=ship, progress=screen.OnScreen())
    if json:
        screen.print_json(report.as_json())
    else:
        screen.err.print(report.sentence())


@app.command()
def forecast(lifter: Lifter = None, json: Json = False) -> None:
    """Give each lift's 1RM and each muscle's size under each style, and what could not be forecast."""
    from pipelines import answers, screen
    from pipelines.warehouse import read

    settings = _with_forecasts()
    with read.connect(settings) as con:
        answer = read.forecast_answer(con, lifter=lifter)
    if json:
        screen.print_json(answer)
    else:
        answers.print_forecasts(answer)


@app.command()
def recommend(lifter: Lifter = None, json: Json = False) -> None:
    """Say what to do next, how sure that is, and why."""
    from pipelines import answers, screen
    from pipelines.warehouse import read

    settings = _with_forecasts()
    with read.connect(settings) as con:
        answer = read.recommend_answer(con, lifter=lifter)
    if json:
        screen.print_json(answer)
    else:
        answers.print_recommendations(answer)


@app.command()
def backtest(
    model: Annotated[
        str | None,
        typer.Option(help="One candidate by name, or 'shipped' (nothing is fitted on these logs)."),
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Write the forecasts scored to this Parquet file.")] = None,
    json: Json = False,
) -> None:
    """Score every candidate and baseline on lifters they have not seen."""
    from pipelines import answers, screen, steps
    from pipelines.backtesting import run_backtest

    settings = Settings.from_environment()
    build = steps.newest_marts(settings, progress=screen.OnScreen())
    answer = run_backtest(settings, build, model=model, out=out, progress=screen.OnScreen())
    if json:
        screen.print_json(answer)
    else:
        answers.print_scores(answer)


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
    from pipelines import screen
    from pipelines.prefect_home import prepare_environment

    settings = Settings.from_environment()
    address = f"http://127.0.0.1:{port}/api"
    prepare_environment(settings, api_url=address)
    from pipelines import flows

    with flows.server(port):
        made = flows.deployments(
            settings.home, refresh_cron=refresh_cron, train_cron=train_cron, refresh_every_s=refresh_every_s
        )
        screen.err.print(f"Scheduled: refresh ({refresh_every_s or refresh_cron}), retrain ({train_cron}).")
        screen.err.print(f"Watch it at http://127.0.0.1:{port}; stop with Ctrl-C.")
        flows.serve_schedules(made)


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
    from pipelines import screen
    from pipelines.simulate import simulate as write_lifters

    report = write_lifters(lifters=lifters, seed=seed, out=out, weeks=weeks, truth=truth)
    if json:
        screen.print_json(report.as_json())
    else:
        screen.err.print(report.sentence())


@app.command()
def imports(json: Json = False) -> None:
    """List every file ingested and what became of its rows."""
    from pipelines import answers, screen
    from pipelines.warehouse import read

    with read.connect(Settings.from_environment()) as con:
        answer = read.imports(con)
    if json:
        screen.print_json(answer)
    else:
        answers.print_imports(answer)


@app.command()
def rejected(json: Json = False) -> None:
    """List every row that could not be read, with its line and why."""
    from pipelines import screen
    from pipelines.warehouse import read

    with read.connect(Settings.from_environment()) as con:
        answer = read.rejected(con)
    if json:
        screen.print_json(answer)
    else:
        screen.print_rows("Rejected rows", answer, {"file": "file", "line": "line", "reason": "reason", "raw": "row"})


@app.command()
def doctor(json: Json = False) -> None:
    """Check the installation and the data, and say what to mend."""
    from pipelines import answers, screen
    from pipelines.doctor import examine

    findings = examine(Settings.from_environment())
    if json:
        screen.print_json(findings)
    else:
        answers.print_findings(findings)
    raise typer.Exit(REFUSED if any(not finding["ok"] for finding in findings) else DONE)


def _with_forecasts() -> Settings:
    """Give the settings of a home whose build in force holds forecasts, making them first where they are missing."""
    from pipelines import newcomer

    settings = Settings.from_environment()
    newcomer.make_sure_of_forecasts(settings)
    return settings


def _open_dashboard(settings: Settings, port: int, *, open_browser: bool) -> None:
    """Start Streamlit on this machine only and wait for it."""
    import subprocess

    from pipelines import screen

    screen.err.print(f"Dashboard: http://127.0.0.1:{port}  (stop with Ctrl-C)")
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
            f"the dashboard ended with code {error.returncode}: is port {port} in use? Try --port {port + 1}"
        ) from error


def _has_screen() -> bool:
    """Tell whether a browser window could open here."""
    return sys.platform in {"darwin", "win32"} or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def main() -> Any:
    """Run the command given; errors a person can mend are told in a sentence, with exit code 3."""
    try:
        return app()
    except LiftcastError as error:
        from pipelines import screen

        screen.err.print(f"[bold red]Error:[/] {error}", highlight=False)
    except Exception:  # noqa: BLE001 (a bug: show all of it, and keep the promised exit code)
        import traceback

        traceback.print_exc()
    sys.exit(FAILED)
