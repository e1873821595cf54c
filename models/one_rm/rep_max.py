"""What a set says about 1RM: the share of 1RM that can be lifted for so many reps, and how sure that is.

The share falls exponentially with reps, `exp(-k (r - 1)**p)`: exactly 1 at one rep, and of the family that describes
individual lifters best [2]_. `k` depends on the lift [1]_. Most sets stop short of failure, so that a set is nearer to
a lower bound of 1RM than to a measurement; `models.one_rm.current_max` takes that into account.

References
----------
.. [1] Nuzzo, Pinto, Nosaka & Steele (2024), Sports Medicine 54:303, doi:10.1007/s40279-023-01937-7. Reps to failure at
   70 and 80 % of 1RM: bench press 14.1 and 8.8, leg press 19.0 and 13.1. `k` and `p` are fitted to these.
.. [2] Mitter et al. (2022), European Journal of Sport Science, doi:10.1080/17461391.2022.2089915.
.. [3] Mayhew et al. (2008), doi:10.1519/JSC.0b013e31817b02ad: formulas err by 9-10.5 % (SD) at up to 10 reps.
.. [4] Reynolds, Gordon & Robergs (2006), doi:10.1519/R-15304.1: 1RM from 5RM, bench press, errs by 3 kg.
.. [5] Grgic et al. (2020), doi:10.1186/s40798-020-00260-z: median test-retest coefficient of variation 4.2 %. Two meets
   within 60 days, 31,000 pairs of OpenPowerlifting: 3.3 % per meet.
.. [6] Halperin et al. (2022), doi:10.1007/s40279-021-01559-x: lifters have 0.95 reps more in reserve than they say.
"""

from collections.abc import Callable
from types import MappingProxyType
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from models.definitions import EPLEY_REPS, REP_DECAY, REP_POWER, RESERVE_BIAS_REPS

Array = npt.NDArray[np.float64]

MOST_REPS: Final = 12
"""Beyond this many reps a set says little of 1RM."""
NO_BODY_WEIGHT: Final = "body weight unknown"
"""Why sets done with the body as the load say nothing of 1RM."""

_SE_AT_REPS: Final = (1.0, 5.0, 10.0, 12.0, 15.0, 30.0)
_SE_LOG: Final = (0.033, 0.05, 0.10, 0.14, 0.25, 0.60)


def share_of_one_rm(reps_to_failure: npt.ArrayLike, family: str = "general") -> Array:
    """Share of 1RM that can be lifted for at most so many reps.

    Parameters
    ----------
    reps_to_failure : array-like
        Reps done plus reps in reserve; below 1 is taken as 1.
    family : {"bench", "leg_press", "general"}

    Returns
    -------
    ndarray
        Fraction of 1RM in (0, 1].

    Raises
    ------
    ValueError
        The family is not known.

    Examples
    --------
    >>> share_of_one_rm([1, 14.1], "bench").round(2).tolist()
    [1.0, 0.7]
    """
    if family not in REP_DECAY:
        raise ValueError(f"family: got {family!r}; take one of {', '.join(REP_DECAY)}")
    reps = np.maximum(np.asarray(reps_to_failure, dtype=float), 1.0)
    return np.asarray(np.exp(-REP_DECAY[family] * (reps - 1.0) ** REP_POWER))


def standard_error_log(reps_to_failure: npt.ArrayLike) -> Array:
    """Standard error (ln) of a 1RM estimated from a set to failure of so many reps.

    3.3 % at a single [5]_, 5 % at five [4]_, 10 % at ten [3]_, then rising fast: a long set says little.
    """
    return np.asarray(np.interp(np.asarray(reps_to_failure, dtype=float), _SE_AT_REPS, _SE_LOG))


def reps_to_failure(reps: npt.ArrayLike, reps_in_reserve: npt.ArrayLike) -> Array:
    """Add what was left in reserve to the reps done, and what lifters overlook.

    Parameters
    ----------
    reps : array-like
    reps_in_reserve : array-like
        As rated by the lifter; NaN where not rated, which counts as none.

    Returns
    -------
    ndarray
        A set rated above zero has `RESERVE_BIAS_REPS` more [6]_; a rating of zero is believed.
    """
    reserve = np.nan_to_num(np.asarray(reps_in_reserve, dtype=float))
    return np.asarray(np.asarray(reps, dtype=float) + reserve + np.minimum(reserve, RESERVE_BIAS_REPS))


def share_table() -> pd.DataFrame:
    """Tabulate share and standard error for joins: `family, reps_to_failure, share, se_log`.

    Returns
    -------
    DataFrame
        One row per family and half rep from 1 to 30.
    """
    reps = np.arange(1.0, 30.5, 0.5)
    return pd.concat(
        pd.DataFrame(
            {
                "family": family,
                "reps_to_failure": reps,
                "share": share_of_one_rm(reps, family),
                "se_log": standard_error_log(reps),
            }
        )
        for family in REP_DECAY
    ).reset_index(drop=True)


def epley(load_kg: npt.ArrayLike, reps: npt.ArrayLike) -> Array:
    """Epley's 1RM in kg, and the load itself for a single: what the backtest scores."""
    load, count = np.asarray(load_kg, dtype=float), np.asarray(reps, dtype=float)
    return np.where(count <= 1, load, load * (1 + count / EPLEY_REPS))


def brzycki(load_kg: npt.ArrayLike, reps: npt.ArrayLike) -> Array:
    """Brzycki's 1RM in kg, as given in [3]_; of no use from 37 reps, where it is NaN."""
    count = np.asarray(reps, dtype=float)
    return np.asarray(load_kg, dtype=float) * 36 / np.where(count < 37, 37 - count, np.nan)


def wathen(load_kg: npt.ArrayLike, reps: npt.ArrayLike) -> Array:
    """Wathen's 1RM in kg, as given in [3]_."""
    return np.asarray(load_kg, dtype=float) / (0.488 + 0.538 * np.exp(-0.075 * np.asarray(reps, dtype=float)))


def mayhew(load_kg: npt.ArrayLike, reps: npt.ArrayLike) -> Array:
    """Mayhew's 1RM in kg, as given in [3]_."""
    return np.asarray(load_kg, dtype=float) / (0.522 + 0.419 * np.exp(-0.055 * np.asarray(reps, dtype=float)))


def lombardi(load_kg: npt.ArrayLike, reps: npt.ArrayLike) -> Array:
    """Lombardi's 1RM in kg, as given in [3]_."""
    return np.asarray(load_kg, dtype=float) * np.asarray(reps, dtype=float) ** 0.10


def oconner(load_kg: npt.ArrayLike, reps: npt.ArrayLike) -> Array:
    """O'Conner's 1RM in kg, as given in [3]_."""
    return np.asarray(load_kg, dtype=float) * (1 + 0.025 * np.asarray(reps, dtype=float))


COMPARATORS: Final[MappingProxyType[str, Callable[[npt.ArrayLike, npt.ArrayLike], Array]]] = MappingProxyType(
    {
        "Epley": epley,
        "Brzycki": brzycki,
        "Wathen": wathen,
        "Mayhew": mayhew,
        "Lombardi": lombardi,
        "O'Conner": oconner,
    }
)
