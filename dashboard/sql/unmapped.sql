-- one row per exercise name of the lifter that the catalogue does not know, the most used first
select
    exported_name,
    candidates ->> '$[0].name' as nearest,
    candidates,
    sets,
    last_day,
from unmapped_exercises
where lifter = $lifter
order by sets desc, exported_name asc
limit $most
