-- grain: lifter whose rows, and what makes the panel of them, are the same in the build `before`
select lifter,
from main.panel_made_of
semi join before.panel_made_of as said
    on main.panel_made_of.lifter = said.lifter and main.panel_made_of.digest = said.digest
