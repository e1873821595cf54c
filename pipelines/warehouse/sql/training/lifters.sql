-- grain: lifter learnt from: whole lifters, in the order of a digest of their names, as long as those before have fewer
-- than $most_cutoffs cutoffs on the grid of the backtest protocol, so that training takes no
-- more memory and time however many lifters there are
with counted as (
    select
        lifter,
        sum(count(*)) over (
            order by md5(lifter), lifter
            rows between unbounded preceding and 1 preceding
        ) as cutoffs_before,
    from lift_features
    where is_grid
    group by lifter
)

select
    lifter,
    coalesce(cutoffs_before, 0) < $most_cutoffs as is_learnt_from,
from counted
order by lifter
