-- grain: lifter, exercise_id at its serving cutoff, of the lifts trained in the last 28 days, to be held against those
-- that forecasts were learnt from; of 500 lifters at most, in the order of a digest of their names
with
chosen as (
    select distinct lifter
    from lift_features
    order by md5(lifter), lifter
    limit 500
),

final as (
    select lift_features.*
    from lift_features
    semi join chosen on lift_features.lifter = chosen.lifter
    where lift_features.is_serving and lift_features.days_28 > 0
)

select *
from final
