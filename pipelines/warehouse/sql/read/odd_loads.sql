-- one row per lifter and exercise whose loads cannot be what the log says, in the lifter's unit
select
    odd_loads.*,
    lifters.unit,
from odd_loads
inner join lifters on odd_loads.lifter = lifters.lifter
where $lifter is null or odd_loads.lifter = $lifter
order by odd_loads.lifter, odd_loads.exported_name
