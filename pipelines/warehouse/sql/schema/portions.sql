-- grain: lifter whose rows are not the same in a build before, and the portion of lifters worked on together
with counted as (
    select
        lifter,
        count(*) as sets,
    from main.sets
    group by lifter
),

summed as (
    select
        made.lifter,
        sum(coalesce(counted.sets, 0)) over (order by made.lifter rows unbounded preceding) as sets_so_far,
    from main.marts_made_of as made
    left join counted on made.lifter = counted.lifter
    anti join same_rows on made.lifter = same_rows.lifter
)

select
    lifter,
    (sets_so_far // $together)::integer as portion,
from summed
