"""`liftcast plan`: a plan for one lifter, with the wishes of their profile or with others."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from pipelines.commands.options import Json, Lifter

Names = list[str]


def plan(
    lifter: Lifter = None,
    goal: Annotated[str | None, typer.Option(help="strength, size or both.")] = None,
    strength_weight: Annotated[
        float | None, typer.Option(help="How much strength counts against size: 0 to 1.")
    ] = None,
    target: Annotated[
        Names | None, typer.Option(help='A load to lift, such as "bench press=140kg"; again for another lift.')
    ] = None,
    by: Annotated[str | None, typer.Option(help="The day of the targets: 2027-06-01.")] = None,
    competition: Annotated[str | None, typer.Option(help="The day on which strength counts.")] = None,
    weeks: Annotated[int | None, typer.Option(min=8, max=26, help="How far to plan.")] = None,
    days: Annotated[int | None, typer.Option(help="Training days a week.")] = None,
    minutes: Annotated[int | None, typer.Option(help="Minutes a session may take.")] = None,
    equipment: Annotated[
        Names | None,
        typer.Option(help="What there is: barbell, or dumbbell:24kg:2kg (heaviest, step); again for more."),
    ] = None,
    keep: Annotated[Names | None, typer.Option(help="An exercise to have in any case.")] = None,
    avoid: Annotated[Names | None, typer.Option(help="An exercise never to have.")] = None,
    csv: Annotated[Path | None, typer.Option(help="Write the next block to this file, a row per exercise.")] = None,
    html: Annotated[Path | None, typer.Option(help="Write the next block as a page for a phone or paper.")] = None,
    json: Json = False,
) -> None:
    """Plan one lifter's next weeks and write out the next block; options override the profile."""
    from pipelines import answers, newcomer, planner, screen
    from pipelines.settings import Settings
    from pipelines.warehouse import read

    given: dict[str, Any] = {
        "goal": goal,
        "strength_weight": strength_weight,
        "target": planner.targets_of(target or [], by) or None,
        "competition": competition,
        "days_per_week": days,
        "session_minutes": minutes,
        "equipment": equipment,
        "keep": keep,
        "avoid": avoid,
    }
    settings = Settings.from_environment()
    newcomer.make_sure_of_forecasts(settings)
    with read.connect(settings) as con:
        whose = planner.only_lifter(con, lifter)
        wishes = planner.wishes_with(settings, whose, {key: value for key, value in given.items() if value is not None})
        advice = planner.plan(con, whose, wishes, today=datetime.now(UTC).date(), weeks=weeks)
    planner.write_out(advice, whose, csv=csv, html=html)
    if json:
        screen.print_json(advice)
    else:
        answers.print_plan(advice, whose)
