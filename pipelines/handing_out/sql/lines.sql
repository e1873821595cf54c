-- grain: row of `part`, as a line of JSON
select to_json(part)::varchar as line
from part
