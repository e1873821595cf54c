-- grain: bucket with lifters
select distinct bucket
from lifters
order by bucket
