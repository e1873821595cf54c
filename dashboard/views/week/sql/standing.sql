-- one row per lift of a meet that the lifter does, with its place among competitors
select
    lift,
    percentile,
    facts,
from standing
where lifter = $lifter
order by percentile desc, lift asc
