-- grain: bucket with lifters, and how many
select
    bucket,
    count(*) as lifters,
from lifters
group by bucket
order by bucket
