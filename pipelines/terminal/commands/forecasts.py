"""Commands about what is to come: training the model, forecasts, advice and how good they are."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.settings import Settings
from pipelines.terminal.commands.options import DONE, REFUSED, Json, Lifter, LogFile, ProgressAs, Quiet, Wait

if TYPE_CHECKING:
    from models.training.block import Block


def refresh(
    train: Annotated[
        bool, typer.Option("--train", help="Ask in between whether another model should be champion.")
    ] = False,
    progress: ProgressAs = None,  # noqa: ARG001 (its callback)
    wait: Wait = None,  # noqa: ARG001 (its callback)
    quiet: Quiet = False,  # noqa: ARG001 (likewise)
    log_file: LogFile = None,  # noqa: ARG001 (likewise)
    json: Json = False,
) -> None:
    """Ingest what is new and forecast with the champion as it is; pages and answers change once, at the end."""
    from pipelines.running import steps
    from pipelines.terminal import answers, screen
    from pipelines.warehouse import read

    settings, clock = Settings.from_environment(), time.monotonic()
    report = steps.refresh(settings, train=train, progress=screen.OnScreen())
    with read.connect(settings, report.build) as con:
        summary = read.summary(con)
    simulated = bool(summary["simulated"])
    if simulated:
        screen.warn_of_samples(settings.inbox)
    if report.trained is not None:
        screen.note(report.trained.sentence())
    if json:
        screen.print_json(report.as_json(), simulated=simulated)
    elif not screen.is_quiet():
        answers.print_summary(summary, home=settings.home, seconds=time.monotonic() - clock)
    answers.print_refused(report.ingested.files)
    raise typer.Exit(REFUSED if summary["files_refused"] else DONE)


def train(
    force: Annotated[bool, typer.Option("--force", help="Try even where little is new or lifters are few.")] = False,
    ship: Annotated[
        Path | None,
        typer.Option("--ship", help="Also write the population figures that ship with the project here."),
    ] = None,
    progress: ProgressAs = None,  # noqa: ARG001 (its callback)
    wait: Wait = None,  # noqa: ARG001 (its callback)
    quiet: Quiet = False,  # noqa: ARG001 (likewise)
    log_file: LogFile = None,  # noqa: ARG001 (likewise)
    json: Json = False,
) -> None:
    """Backtest every candidate on the same folds and crown the best, if it is better beyond noise."""
    from pipelines.running import steps
    from pipelines.terminal import screen

    settings = Settings.from_environment()
    report = steps.train_step(settings, force=force, ship=ship, progress=screen.OnScreen())
    if report.simulated:
        screen.warn_of_samples(settings.inbox)
    if json:
        screen.print_json(report.as_json(), simulated=report.simulated)
    else:
        screen.err.print(report.sentence())


def forecast(
    lifter: Lifter = None,
    weeks: Annotated[
        list[int] | None,
        typer.Option("--weeks", min=1, max=52, help="Weeks ahead, 1 to 52; may be given more than once."),
    ] = None,
    blocks: Annotated[
        str | None,
        typer.Option("--blocks", help="Instead of single styles, a sequence: hypertrophy:6,strength:4 (weeks)."),
    ] = None,
    json: Json = False,
) -> None:
    """Each lift's 1RM now, and it and each muscle's size under each style; what could not be told, and why."""
    from pipelines.serving.forecast_answers import forecast_answer, forecast_rows
    from pipelines.terminal import answers, build_in_force, screen

    sequence = _blocks(blocks, weeks)
    with build_in_force.forecasts_in_force(Settings.from_environment(), lifter) as (con, simulated):
        if sequence:
            from pipelines.serving.sequences import sequence_answer

            answer = sequence_answer(con, sequence, lifter)
        elif json and not weeks:
            screen.print_json(forecast_rows(con, lifter), simulated=simulated)
            return
        else:
            answer = forecast_answer(con, lifter=lifter, weeks=weeks or ())
    if json:
        screen.print_json(answer, simulated=simulated)
    elif sequence:
        answers.print_sequence(answer)
    else:
        answers.print_forecasts(answer, weeks=max(weeks) if weeks else answers.USUAL_WEEKS)


def _blocks(text: str | None, weeks: list[int] | None) -> "tuple[Block, ...]":
    """Read `--blocks`; none where it was not given."""
    if text is None:
        return ()
    from models.outlook.sequences import parse_blocks

    if weeks:
        raise typer.BadParameter("--blocks gives 4, 8, 12 and 26 weeks; leave --weeks out")
    try:
        return parse_blocks(text)
    except ValueError as error:
        raise typer.BadParameter(f"--blocks: {error}") from None


def recommend(lifter: Lifter = None, json: Json = False) -> None:
    """Say what to do next, how sure that is, and why."""
    from pipelines.terminal import advice_answers, build_in_force, screen
    from pipelines.warehouse import read

    with build_in_force.forecasts_in_force(Settings.from_environment(), lifter) as (con, simulated):
        answer = read.recommend_answer(con, lifter=lifter)
        if json:
            screen.print_json(answer, simulated=simulated)
        else:
            advice_answers.print_recommendations(list(answer))


def backtest(
    model: Annotated[
        str | None,
        typer.Option(help="One candidate by name, or 'shipped' (nothing is fitted on these logs)."),
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Write the forecasts scored to this Parquet file.")] = None,
    wait: Wait = None,  # noqa: ARG001 (its callback)
    quiet: Quiet = False,  # noqa: ARG001 (likewise)
    log_file: LogFile = None,  # noqa: ARG001 (likewise)
    json: Json = False,
) -> None:
    """Score every candidate and baseline on lifters they have not seen."""
    from pipelines.champion.backtesting import run_backtest
    from pipelines.running import steps
    from pipelines.terminal import answers, screen
    from pipelines.warehouse import read

    settings = Settings.from_environment()
    build = steps.newest_marts(settings, progress=screen.OnScreen())
    answer = run_backtest(settings, build, model=model, out=out, progress=screen.OnScreen())
    with read.connect(settings, build) as con:
        simulated = read.is_simulated(con)
    if simulated:
        screen.warn_of_samples(settings.inbox)
    if json:
        screen.print_json(answer, simulated=simulated)
    else:
        answers.print_scores(answer)


def trials(
    out: Annotated[Path, typer.Option(help="CSV to write: the arms' columns plus q10, q50 and q90.")],
    arms: Annotated[
        Path | None,
        typer.Option(help="CSV of trial arms in the columns of data/evidence/trials.csv. Default: that file."),
    ] = None,
    json: Json = False,
) -> None:
    """Predict the % change of training trials' arms, with intervals, to hold against what was observed."""
    from pipelines.champion.trials import predict_arms
    from pipelines.terminal import screen

    count = predict_arms(arms, out)
    if json:
        screen.print_json({"arms": count, "out": str(out)}, simulated=False)
    else:
        screen.err.print(f"Predicted {count} arms: {out}", highlight=False)
