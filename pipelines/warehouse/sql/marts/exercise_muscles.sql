-- grain: exercise_id in use, muscle; credit 1.0 direct, 0.5 indirect
with used as (
    select catalogue_muscles.*,
    from catalogue_muscles
    semi join exercises on catalogue_muscles.exercise_id = exercises.exercise_id
)

select * from used
