-- one row or none: what the lifter is advised
select
    goal,
    style,
    plan,
    alternatives,
    p_best,
    expected,
    next_block,
    reasons,
    evidence,
from recommendations
where lifter = $lifter
