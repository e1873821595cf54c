-- A copy of a marts build becomes a fuller build with a name and key of its own; `marts_key` still says what it came
-- from.
update builds_meta
set build = $build, key = $key, kind = $kind, made_at = $made_at, shape = $shape;
