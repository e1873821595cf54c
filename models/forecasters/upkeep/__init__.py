"""What keeps forecasts honest once they are learnt: a lifter's and a home's own errors, and checks that they hold."""

__all__ = ["calibration_check", "home_stretch", "input_drift", "own_errors"]
