-- grain: shared or missing day (lifter, sha256, newer_sha256, day) whose training the newer export repeats
-- A day is repeated when 4 in 5 of its sets are in the newer export on that day or one beside it, for clocks move: the
-- same reps with the same exercise, which a change of language renames, or with the same load (to the kg), which a
-- change of layout rewrites. Not `is_whole`: only 4 in 5 of the newer's sets are in the older, as in a list of one
-- exercise.
with compared as (
    select lifter, sha256, newer_sha256, day from shared_days
    union
    select lifter, sha256, newer_sha256, day from missing_days
),

dates as (
    select lifter, sha256, day from compared
    union
    select lifter, newer_sha256, unnest([day - 1, day, day + 1]) as day from compared
),

told as (
    select
        landed.lifter,
        landed.sha256,
        landed.day,
        coalesce(landed.reps, 0) as reps,
        unnest(
            [
                'exercise: ' || landed.exported_name,
                'kg: '
                || coalesce(round(landed.load_value * if(landed.load_unit = 'lb', getvariable('kg_per_lb'), 1)), 0)
            ]
        ) as content,
    from landed
    semi join dates using (lifter, sha256, day)
    where landed.disposition = 'set'
),

counted as (
    select
        *,
        split_part(content, ':', 1) as told_by,
        count(*) as sets,
    from told
    group by all
),

sized as (
    select
        *,
        sum(sets) over (partition by lifter, sha256, day, told_by) as sets_of_day,
    from counted
),

repeated as (
    select
        compared.lifter,
        compared.sha256,
        compared.newer_sha256,
        compared.day,
        sum(least(own.sets, newer.sets)) as sets_of_both,
        sets_of_both >= 0.8 * max(own.sets_of_day) as is_whole,
    from compared
    inner join sized as own using (lifter, sha256, day)
    inner join sized as newer
        on
            compared.lifter = newer.lifter
            and compared.newer_sha256 = newer.sha256
            and newer.day between compared.day - 1 and compared.day + 1
            and own.content = newer.content
            and own.reps = newer.reps
    group by compared.lifter, compared.sha256, compared.newer_sha256, compared.day, newer.day, own.told_by
    having is_whole or sets_of_both >= 0.8 * max(newer.sets_of_day)
)

select
    lifter,
    sha256,
    newer_sha256,
    day,
    bool_or(is_whole) as is_whole,
from repeated
group by lifter, sha256, newer_sha256, day
