"""What training does: a week's stimulus drives two adaptations, nervous and muscular, with parameters from trials.

Only a stimulus, traits and draws of parameters enter: this room knows neither lifters' names nor tables.
"""

__all__ = ["adaptation", "drives", "parameters", "personal", "phases", "trials"]
