-- grain: lifter, exercise_id at its serving cutoff, of one bucket: what the champion reads, and the 1RM it starts from
with
latest as (
    select
        lifter,
        exercise_id,
        max_by(one_rm_se, one_rm_kg) as now_se_kg,
    from daily_lifts
    where one_rm_kg is not null
    group by lifter, exercise_id
),

serving as (
    select
        lift_features.*,
        exercises.name,
        exercises.pattern,
        exercises.equipment,
        exercises.load_kind,
        exercises.is_mapped,
        latest.now_se_kg,
    from lift_features
    inner join lifters on lifters.lifter = lift_features.lifter
    left join exercises on exercises.exercise_id = lift_features.exercise_id
    left join latest on latest.lifter = lift_features.lifter and latest.exercise_id = lift_features.exercise_id
    where lifters.bucket = $bucket and lift_features.is_serving
)

select *
from serving
order by lifter, exercise_id
