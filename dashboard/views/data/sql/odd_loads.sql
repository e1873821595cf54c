-- one row per lift of the lifter whose loads cannot be what the log says, in the lifter's unit
select
    odd_loads.*,
    lifters.unit,
from odd_loads
inner join lifters on odd_loads.lifter = lifters.lifter
where odd_loads.lifter = $lifter
order by odd_loads.sets desc, odd_loads.exported_name asc
