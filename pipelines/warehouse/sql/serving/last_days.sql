-- grain: lifter; what is said of them depends on the day it is said on through these alone
select lifter, last_day, goal, wishes,
from lifters
order by lifter
