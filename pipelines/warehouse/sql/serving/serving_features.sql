-- grain: lifter, exercise_id at its serving cutoff, of some lifters: what the champion reads
with serving as (
    select lift_features.*,
    from lift_features
    inner join lifters on lift_features.lifter = lifters.lifter
    where coalesce(list_contains($lifters, lifters.lifter), true) and lift_features.is_serving
)

select *
from serving
order by lifter, exercise_id
