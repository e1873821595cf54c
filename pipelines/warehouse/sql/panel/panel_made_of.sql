-- panel_made_of: one row per lifter: a digest of all rows that their panel, forecasts and advice are made of, and of
-- what makes the panel.
--
-- A sum of hashes, so that the order of rows says nothing. Which file a set is from, and where in it, say nothing
-- either: a whole history exported anew is the same history. Days, weeks and the panel are made of the sets, and say
-- nothing new. A table's name stands for its whole row.
with
logged as (
    select
        * exclude (workout, app, sha256, line, ordinal, exported_name),
        row_number() over (partition by lifter, exercise_id, day, started_at order by ordinal) as place,
    from sets
),

used as (
    select distinct
        logged.lifter,
        exercises.*,
    from logged
    inner join exercises on logged.exercise_id = exercises.exercise_id
),

described as (
    select * exclude (bucket)
    from lifters
),

measured as (
    select lifter, day, site, side, value, unit, is_suspect
    from measurements
),

asked as (
    select lifter, exercise_id, 'odd' as what
    from odd_loads
),

hashed as (
    select lifter, hash(logged) as content
    from logged
    union all
    select lifter, hash(used) as content
    from used
    union all
    select lifter, hash(described) as content
    from described
    union all
    select lifter, hash(measured) as content
    from measured
    union all
    select lifter, hash(tested_maxes) as content
    from tested_maxes
    union all
    select lifter, hash(asked) as content
    from asked
)

select
    lifter,
    concat_ws(' ', getvariable('made_by'), count(*), sum(content)) as digest,
from hashed
group by lifter
