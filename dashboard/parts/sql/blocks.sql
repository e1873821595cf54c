-- one row per training block of the lifter, newest first
select
    style,
    phase,
    weeks,
    sets_per_week,
    mean_reps,
    mean_share,
    first_day,
    last_day,
from training_blocks
where lifter = $lifter
order by first_day desc
limit $most
