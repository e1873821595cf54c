-- grain: lifter, exercise_id trained in the lifter's last 6 training weeks, of some lifters: the usual week as now
--
-- Sets and days are per training week of the lifter, whether or not it had this lift. `share` is the mean load of a
-- zone's sets over the best estimated 1RM of those weeks. Sets with more than ten reps left at their load are unmarked
-- warm-ups and do not count. `rest_s` is the mean of three rests or more between two sets of a workout.
with
weeks as (
    select
        weekly_lifts.lifter,
        weekly_lifts.week,
        row_number() over (partition by weekly_lifts.lifter order by weekly_lifts.week desc) as place,
    from weekly_lifts
    inner join lifters on weekly_lifts.lifter = lifters.lifter
    where coalesce(list_contains($lifters, lifters.lifter), true)
    group by weekly_lifts.lifter, weekly_lifts.week
),

recent as (
    select
        lifter, week,
        count(*) over (partition by lifter) as weeks,
    from weeks
    where place <= 6
),

working as (
    select
        sets.lifter, sets.exercise_id, sets.day, sets.reps,
        round(sets.rest_s) as rested_s,
        lead(sets.day) over (
            partition by sets.lifter, sets.exercise_id, sets.day, sets.started_at order by sets.ordinal
        ) is not null as is_followed,
        reps_in_reserve(sets.rir, sets.rpe) as rir,
        sets.effective_load_kg, recent.weeks,
        max(sets.one_rm_kg) over (partition by sets.lifter, sets.exercise_id) as best_kg,
        zone_of(sets.reps) as zone,
    from sets
    inner join recent on sets.lifter = recent.lifter and recent.week = date_trunc('week', sets.day)
    where sets.set_kind <> 'warmup' and not sets.is_suspect and sets.reps > 0
),

trained as (
    select *, try_cast(effective_load_kg / best_kg as decimal(18, 9)) as share,
    from working
    where coalesce(effective_load_kg / best_kg >= share_of_one_rm(reps + 10), true)
),

lift_weeks as (
    select
        lifter, exercise_id,
        any_value(weeks) as weeks,
        count(distinct day) / any_value(weeks) as days,
        count(*) filter (where zone = 'heavy') / any_value(weeks) as heavy_sets,
        count(*) filter (where zone = 'moderate') / any_value(weeks) as moderate_sets,
        count(*) filter (where zone = 'light') / any_value(weeks) as light_sets,
        avg(reps) filter (where zone = 'heavy') as heavy_reps,
        avg(reps) filter (where zone = 'moderate') as moderate_reps,
        avg(reps) filter (where zone = 'light') as light_reps,
        avg(share) filter (where zone = 'heavy') as heavy_share,
        avg(share) filter (where zone = 'moderate') as moderate_share,
        avg(share) filter (where zone = 'light') as light_share,
        avg(rir) as rir,
        if(count(rested_s) filter (where is_followed) >= 3, avg(rested_s) filter (where is_followed), null) as rest_s,
        median(effective_load_kg) as usual_load_kg,
        median(reps) as usual_reps,
        max(effective_load_kg) as top_load_kg,
        max(day) as last_day,
    from trained
    group by lifter, exercise_id
),

described as (
    select
        lift_weeks.*,
        coalesce(exercises.name, lift_weeks.exercise_id) as name,
        exercises.pattern, exercises.family, exercises.equipment, exercises.load_kind,
        coalesce(exercises.is_main, false) as is_main,
    from lift_weeks
    left join exercises on lift_weeks.exercise_id = exercises.exercise_id
)

select *
from described
order by lifter, exercise_id
