-- one row per lifter whose name contains the search, those who trained most first; found counts all of them
with matching as (
    select
        lifter,
        training_days,
        count(*) over () as found,
    from lifters
    where contains(lower(lifter), lower($search))
)

select
    lifter,
    training_days,
    found,
from matching
order by training_days desc, lifter asc
limit $most
