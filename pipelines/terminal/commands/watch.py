"""Commands that keep an eye on a lifter: what is near, and what needs attention."""

from typing import Annotated

import typer

from pipelines.settings import Settings
from pipelines.terminal.commands.options import Json, Lifter


def milestone(
    lifter: Lifter = None,
    lift: Annotated[
        str | None, typer.Option("--lift", help="Name of a lift, or part of it; every forecast lift without.")
    ] = None,
    load: Annotated[
        str | None,
        typer.Option("--load", help="Load aimed at, such as 140kg or 300lb; the next round one without."),
    ] = None,
    json: Json = False,
) -> None:
    """The chance of reaching a load by each week, and when it is an even bet: projections, not facts."""
    from pipelines.serving.milestones import milestone_answer
    from pipelines.terminal import build_in_force, milestone_tables, screen

    with build_in_force.forecasts_in_force(Settings.from_environment(), lifter) as (con, simulated):
        answer = milestone_answer(con, lifter=lifter, lift=lift, load=load)
    if json:
        screen.print_json(answer, simulated=simulated)
    else:
        milestone_tables.print_milestones(answer)


def alerts(lifter: Lifter = None, json: Json = False) -> None:
    """Say what needs attention, with the facts, and what could not be looked at."""
    from pipelines.terminal import build_in_force, screen, watching
    from pipelines.warehouse import read

    with build_in_force.forecasts_in_force(Settings.from_environment(), lifter) as (con, simulated):
        answer, names = read.alerts(con, lifter=lifter), read.exercise_names(con)
    if json:
        screen.print_json(answer, simulated=simulated)
    else:
        watching.print_alerts(answer, names)
