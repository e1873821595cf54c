-- one row: the lifter
select
    lifter,
    unit,
    goal,
    wishes,
    simulated,
    sex,
    birth_year,
    body_weight_kg,
    weighed_on,
    first_day,
    last_day,
    training_days,
from lifters
where lifter = $lifter
