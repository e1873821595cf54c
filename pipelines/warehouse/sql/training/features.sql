-- grain: lifter, exercise_id, cutoff on the grid of the backtest protocol, of the lifters learnt from: whole lifters,
-- in the order of a digest of their names, as long as those before have fewer than 60,000 cutoffs (about 3,000 lifts),
-- so that training takes no more memory and time however many lifters there are
with
counted as (
    select
        lifter,
        sum(count(*)) over (
            order by md5(lifter), lifter
            rows between unbounded preceding and 1 preceding
        ) as cutoffs_before,
    from lift_features
    where is_grid
    group by lifter
),

chosen as (
    select lifter
    from counted
    where coalesce(cutoffs_before, 0) < 60000
),

learnt_from as (
    select lift_features.*
    from lift_features
    semi join chosen on lift_features.lifter = chosen.lifter
    where lift_features.is_grid
)

select *
from learnt_from
order by lifter, exercise_id, cutoff
