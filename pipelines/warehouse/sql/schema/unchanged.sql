-- Lifters whose rows are made of the same as in the build in force.
insert into staging.unchanged
select lifter
from build.marts_made_of
semi join in_force.marts_made_of using (lifter, key)
