-- grain: lifter of whom the build `before` says all that is wanted, and the build being made nothing yet
with said as (
    select lifter, key,
    from before.forecasts_made_of
)

select said.lifter
from said
semi join wanted on said.lifter = wanted.lifter and said.key = wanted.key
anti join main.forecasts_made_of as there on said.lifter = there.lifter
