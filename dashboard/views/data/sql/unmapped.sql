-- one row per exercise name of the lifter that the catalogue does not know, the most used first
-- Below a score of 0.3 names share letters rather than meaning: such a one is not called near, but can be chosen.
select
    exported_name,
    case when (candidates ->> '$[0].score')::double >= 0.3 then candidates ->> '$[0].name' end as nearest,
    candidates,
    sets,
    last_day,
from unmapped_exercises
where lifter = $lifter
order by sets desc, exported_name asc
limit $most
