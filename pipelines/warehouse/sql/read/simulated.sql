-- grain: one row; whether the build is made of the project's own samples
select simulated
from builds_meta
