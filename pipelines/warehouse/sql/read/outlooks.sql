-- grain: lifter, exercise, style (and the plan advised), horizon at each lift's newest cutoff, with the names and
-- units for the screen
with said as (
    select *
    from forecasts
    union all by name
    select
        *,
        'plan' as style,
    from plan_forecasts
),

newest as (
    select
        said.*,
        coalesce(exercises.name, said.exercise_id) as name,
        coalesce(lifters.unit, 'kg') as unit,
    from said
    left join exercises on said.exercise_id = exercises.exercise_id
    left join lifters on said.lifter = lifters.lifter
    where $lifters is null or said.lifter in (select unnest($lifters))
    qualify said.cutoff = max(said.cutoff) over (partition by said.lifter, said.exercise_id)
)

select *
from newest
order by lifter, exercise_id, style, horizon_weeks
