-- What several queries work out alike, once; the numbers are variables, set from Python (see rules.py)
create or replace temporary macro reps_in_reserve(rir, rpe) as coalesce(rir, getvariable('rpe_at_failure') - rpe);

-- Epley's 1RM; the backtest protocol takes the load itself for a single
create or replace temporary macro epley(load_kg, reps) as load_kg * (1 + reps / getvariable('epley_reps'));

-- share of 1RM that can be lifted for at most so many reps: models/one_rm/rep_max.py
create or replace temporary macro share_of_one_rm(reps_to_failure) as
exp(-getvariable('rep_decay') * power(reps_to_failure - 1, getvariable('rep_power')));

create or replace temporary macro zone_of(reps) as
case
    when reps <= getvariable('heavy_most_reps') then 'heavy'
    when reps <= getvariable('moderate_most_reps') then 'moderate'
    else 'light'
end;

-- body weight: the last one logged; what a profile states has no day, so it only stands in where none was logged
create or replace temporary macro known_body_weight(weighed_kg, stated_kg) as coalesce(weighed_kg, stated_kg);

-- the pinball loss of one quantile
create or replace temporary macro pinball(y, quantile, level) as
greatest(level * (y - quantile), (level - 1) * (y - quantile));
