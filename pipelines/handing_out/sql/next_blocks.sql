-- grain: lifter with a next block, and the unit its loads are said in
select
    recommendations.lifter,
    recommendations.next_block,
    coalesce(lifters.unit, 'kg') as unit,
from recommendations
left join lifters on recommendations.lifter = lifters.lifter
where recommendations.lifter in (select unnest($lifters))
order by recommendations.lifter
