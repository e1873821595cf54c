-- grain: set added, changed or removed since the build in force before; of each lifter the newest 200
-- Lifters without sets before are in change_counts.sql alone: all they have is added.
with newest as (
    select
        lifter,
        day,
        exercise_id,
        place,
        kind,
        before,
        after,
    from set_changes
    qualify row_number() over (partition by lifter order by day desc, exercise_id asc, place asc) <= 200
)

select * from newest
