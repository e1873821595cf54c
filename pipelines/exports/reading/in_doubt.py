"""What of days only the lifter can settle: the hours in which a day in UTC is in doubt, and days of open order."""

from typing import Final

AMBIGUOUS: Final = "date could be day first or month first (state which with `liftcast ingest --dates`)"
NIGHT_ENDS: Final = 6
NIGHT_BEGINS: Final = 21
NIGHT: Final = f"between {NIGHT_BEGINS}:00 and 0{NIGHT_ENDS}:00"
"""When a day in UTC is most likely not the lifter's own: evenings of America, mornings of Asia and Australia."""
