"""What was learnt from other lifters' logs and ships with the project: numbers only, nobody's rows."""

import hashlib
import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import pandas as pd

HERE: Final = Path(__file__).parent / "population"
STRENGTH_MODEL: Final = "strength_model.json"
DIGEST: Final = "strength_model.sha256"
"""As `sha256sum` writes and checks it."""
CHANGE_QUANTILES: Final = "change_quantiles.csv"
REP_LOAD: Final = "rep_load.json"


@lru_cache(maxsize=1)
def _strength_model() -> dict[str, Any]:
    said = (HERE / STRENGTH_MODEL).read_bytes()
    expected = (HERE / DIGEST).read_text(encoding="ascii").split()[0]
    if hashlib.sha256(said).hexdigest() != expected:
        raise ValueError(f"{HERE / STRENGTH_MODEL} is not the file that {DIGEST} names: it was damaged or changed")
    content: dict[str, Any] = json.loads(said)
    return content


def load_strength_model() -> dict[str, Any]:
    """Read the population's strength model.

    Its form is in `models.forecasters.shipped`, its card in docs/models/forecasters.md.

    Raises
    ------
    FileNotFoundError
        The project's own file is gone.
    ValueError
        It is not the file whose digest ships beside it.
    """
    return _strength_model()


@lru_cache(maxsize=1)
def strength_model_version() -> str:
    """First digits of the digest of the population's strength model, without reading its numbers."""
    return hashlib.sha256((HERE / STRENGTH_MODEL).read_bytes()).hexdigest()[:8]


def load_change_quantiles() -> "pd.DataFrame":
    """Read by how much lifts change, from their best now to their best then.

    Returns
    -------
    DataFrame
        One row per measure and horizon: `measure` ("change", ln; "change_per_volatility", the same over the series'
        own volatility), `horizon_weeks, lifters, series, forecasts, q05 ... q95`.
    """
    import pandas as pd  # noqa: PLC0415 (half a second to import: the name of the model in force needs none)

    return pd.read_csv(HERE / CHANGE_QUANTILES)


@lru_cache(maxsize=1)
def load_rep_load() -> tuple[float, ...]:
    """Read how a heavy set usually follows from a lighter one: coefficients of `models.one_rm.rep_load.TERMS`."""
    content = json.loads((HERE / REP_LOAD).read_text(encoding="utf-8"))
    return tuple(content["coefficients"])
