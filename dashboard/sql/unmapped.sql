-- one row per exercise name of the lifter that the catalogue does not know, the most used first
select
    exported_name,
    sets,
    last_day,
from unmapped_exercises
where lifter = $lifter
order by sets desc, exported_name
limit $most
