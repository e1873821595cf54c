-- grain: exercise_id in use, muscle; credit 1.0 direct, 0.5 indirect
with used as (
    select catalogue_muscles.*
    from catalogue_muscles
    semi join exercises on exercises.exercise_id = catalogue_muscles.exercise_id
)

select * from used
