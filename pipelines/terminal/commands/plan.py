"""`liftcast plan`: a plan for one lifter, with the wishes of their profile or with others."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from pipelines.terminal.commands.options import Json, Lifter

Goal = Annotated[str | None, typer.Option(help="strength, size or both.")]
Weight = Annotated[float | None, typer.Option(help="How much strength counts against size: 0 to 1.")]
Targets = Annotated[
    list[str] | None, typer.Option(help='A load to lift, such as "bench press=140kg"; again for another lift.')
]
By = Annotated[str | None, typer.Option(help="The day of the targets: 2027-06-01.")]
Competition = Annotated[str | None, typer.Option(help="The day on which strength counts.")]
Weeks = Annotated[int | None, typer.Option(min=8, max=26, help="How far to plan.")]
Days = Annotated[int | None, typer.Option(help="Training days a week.")]
Minutes = Annotated[int | None, typer.Option(help="Minutes a session may take.")]
Equipment = Annotated[
    list[str] | None,
    typer.Option(help="What there is: barbell, or dumbbell:24kg:2kg (heaviest, step); again for more."),
]
Keep = Annotated[list[str] | None, typer.Option(help="An exercise to have in any case; again for more.")]
Avoid = Annotated[list[str] | None, typer.Option(help="An exercise never to have; again for more.")]
Table = Annotated[Path | None, typer.Option(help="Write the next block to this file, a row per exercise and week.")]
Page = Annotated[Path | None, typer.Option(help="Write the next block as a page for a phone or paper.")]


def plan(
    lifter: Lifter = None,
    goal: Goal = None,
    strength_weight: Weight = None,
    target: Targets = None,
    by: By = None,
    competition: Competition = None,
    weeks: Weeks = None,
    days: Days = None,
    minutes: Minutes = None,
    equipment: Equipment = None,
    keep: Keep = None,
    avoid: Avoid = None,
    csv: Table = None,
    html: Page = None,
    json: Json = False,
) -> None:
    """Plan one lifter's next weeks and write out the next block; options override the profile."""
    given: dict[str, Any] = {
        "goal": goal,
        "strength_weight": strength_weight,
        "competition": competition,
        "days_per_week": days,
    }
    given |= {"session_minutes": minutes, "equipment": equipment, "keep": keep, "avoid": avoid}
    _plan(lifter, given, target=target or [], by=by, weeks=weeks, csv=csv, html=html, json=json)


def _plan(
    lifter: str | None,
    given: dict[str, Any],
    *,
    target: list[str],
    by: str | None,
    weeks: int | None,
    csv: Path | None,
    html: Path | None,
    json: bool,
) -> None:
    """Find or work out the plan, write it where it is asked for, and print it."""
    from pipelines.serving import plan_answers
    from pipelines.settings import Settings
    from pipelines.terminal import advice_answers, screen
    from pipelines.terminal.build_in_force import forecasts_in_force

    settings = Settings.from_environment()
    given["target"] = plan_answers.targets_of(target, by) or None
    other = {key: value for key, value in given.items() if value is not None}
    with forecasts_in_force(settings, lifter) as (con, simulated):
        whose = plan_answers.only_lifter(con, lifter)
        advice = plan_answers.plan_answer(con, settings, whose, other, today=datetime.now(UTC).date(), weeks=weeks)
    plan_answers.write_out(advice, whose, csv=csv, html=html)
    if json:
        screen.print_json(advice, simulated=simulated)
    else:
        advice_answers.print_plan(advice, whose)
