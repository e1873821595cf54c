-- grain: lifter of a build being made, and the key of what is to be said of them
select
    unnest($lifters) as lifter,
    unnest($keys) as key,
