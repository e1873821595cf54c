-- grain: shared day (lifter, sha256, newer_sha256, day) whose training the newer export repeats
-- A day is repeated when 4 in 5 of its sets are in the newer export on that day or one beside it, for clocks move: the
-- same reps with the same exercise, which a change of language renames, or with the same load (to the kg), which a
-- change of layout rewrites.
with dates as (
    select
        lifter,
        sha256,
        day,
    from shared_days
    union
    select
        lifter,
        newer_sha256,
        unnest([day - 1, day, day + 1]) as day,
    from shared_days
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
        shared.lifter,
        shared.sha256,
        shared.newer_sha256,
        shared.day,
    from shared_days as shared
    inner join sized as own using (lifter, sha256, day)
    inner join counted as newer
        on
            shared.lifter = newer.lifter
            and shared.newer_sha256 = newer.sha256
            and newer.day between shared.day - 1 and shared.day + 1
            and own.content = newer.content
            and own.reps = newer.reps
    group by shared.lifter, shared.sha256, shared.newer_sha256, shared.day, newer.day, own.told_by
    having sum(least(own.sets, newer.sets)) >= 0.8 * max(own.sets_of_day)
)

select distinct * from repeated
