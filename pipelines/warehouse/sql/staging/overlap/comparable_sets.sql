-- grain: lifter, app, day, started_at (null where not told), load (to the kg), reps, seconds: how many sets are alike
-- Of days that several apps tell of. Loads get rounded on the way from one app to another.
select
    logged.lifter,
    logged.app,
    apps.preference,
    logged.day,
    logged.started_at,
    round(coalesce(logged.load_kg, 0)) as load_kg,
    coalesce(logged.reps, 0) as reps,
    coalesce(logged.seconds, 0) as seconds,
    count(*) as sets,
from several_apps_sets as logged
inner join app_preferences as apps on logged.lifter = apps.lifter and logged.app = apps.app
group by all
