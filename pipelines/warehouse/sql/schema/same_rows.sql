-- grain: lifter whose marts hold the same rows in the build `before`, where they were digested in the same way
with
described_anew as (
    from main.exercises
    except
    from before.exercises
),

training_them as (
    select lifter
    from main.lifter_exercises
    semi join described_anew using (exercise_id)
)

select
    now.lifter,
    digested.digest,
from main.marts_made_of as now
inner join before.marts_made_of as said on now.lifter = said.lifter and now.key = said.key
inner join before.panel_made_of as digested on now.lifter = digested.lifter
anti join training_them on now.lifter = training_them.lifter
where starts_with(digested.digest, getvariable('made_by') || ' ')
