-- grain: lifter, exercise_id: the newest cutoff whose forecasts were kept
create temporary table kept_forecasts (lifter varchar, exercise_id varchar, cutoff date);
