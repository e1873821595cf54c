-- exercise_kinds: one row per exercise: what kind of lift it is, as flags.
with final as (
    select
        exercise_id,
        is_main,
        family = 'bench' as is_bench,
        is_main and pattern = 'squat' as is_squat,
        is_main and pattern = 'hinge' as is_deadlift,
        is_main and pattern = 'vertical_push' as is_overhead_press,
        equipment = 'barbell' as is_barbell,
        equipment = 'dumbbell' as is_dumbbell,
        equipment in ('machine', 'cable') as is_machine,
        coalesce(pattern = 'squat', false) as pattern_squat,
        coalesce(pattern = 'hinge', false) as pattern_hinge,
        coalesce(pattern = 'horizontal_push', false) as pattern_horizontal_push,
        coalesce(pattern = 'vertical_push', false) as pattern_vertical_push,
        coalesce(pattern = 'horizontal_pull', false) as pattern_horizontal_pull,
        coalesce(pattern = 'vertical_pull', false) as pattern_vertical_pull,
        coalesce(pattern = 'elbow_flexion', false) as pattern_elbow_flexion,
        coalesce(pattern = 'elbow_extension', false) as pattern_elbow_extension,
        coalesce(pattern = 'shoulder_isolation', false) as pattern_shoulder_isolation,
    from exercises
)

select *
from final
