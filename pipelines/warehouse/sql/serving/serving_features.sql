-- grain: lifter, exercise_id at its serving cutoff, of some buckets: what the champion reads, the 1RM it starts from
with
estimates as (
    select
        lifter,
        exercise_id,
        max_by(one_rm_se, day) filter (where one_rm_se is not null) as now_se_kg,
    from daily_lifts
    group by lifter, exercise_id
),

serving as (
    select
        lift_features.*,
        estimates.now_se_kg,
    from lift_features
    inner join lifters on lift_features.lifter = lifters.lifter
    left join estimates
        on lift_features.lifter = estimates.lifter and lift_features.exercise_id = estimates.exercise_id
    where list_contains($buckets, lifters.bucket) and lift_features.is_serving
)

select *
from serving
order by lifter, exercise_id
