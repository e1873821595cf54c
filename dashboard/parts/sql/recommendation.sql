-- one row or none: what the lifter is advised
select
    goal,
    alternatives,
    expected,
    next_block,
    reasons,
    evidence,
from recommendations
where lifter = $lifter
