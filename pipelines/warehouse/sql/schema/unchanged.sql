-- Lifters whose rows are made of the same as in the build in force.
insert into staging.unchanged
select now.lifter
from staging.marts_made_of as now
semi join in_force.marts_made_of as before
    on now.lifter = before.lifter and now.key = before.key
