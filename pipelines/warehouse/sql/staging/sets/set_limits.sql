-- grain: lifter, exercise_id, day with loaded reps; `limit_kg` is the size past which a set is taken for a typing
-- error
-- A set is suspect when its size is over twice the median of the bests of up to 9 earlier days (at least 3) and
-- over twice the middle set of the same day: a lasting change of level, such as another machine, moves the whole
-- day and is kept. A lone set must be over three times the usual, and on the first days a set over four times the
-- day's middle one. Later days never count, so that nothing known at a cutoff changes after it.
with compared as (
    select
        *,
        median(best_kg) over earlier as usual_kg,
        count(*) over earlier as count_earlier,
    from day_bests
    window earlier as (
        partition by lifter, exercise_id order by day
        rows between 9 preceding and 1 preceding
    )
),

limited as (
    select
        lifter,
        exercise_id,
        day,
        best_kg,
        case
            when count_earlier >= 3 and count_sets >= 2 then greatest(2 * usual_kg, 2 * middle_kg)
            when count_earlier >= 3 then 3 * usual_kg
            when count_sets >= 3 then 4 * middle_kg
        end as limit_kg,
    from compared
)

select * from limited
