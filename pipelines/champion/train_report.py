"""What a training did, in figures and in a sentence."""

from dataclasses import asdict, dataclass, field
from typing import Any, Final

_NOT_COUNTED: Final = frozenset({"scores", "simulated", "is_known"})


@dataclass(frozen=True, kw_only=True)
class TrainReport:
    """What a training did.

    Parameters
    ----------
    trained : bool
        Whether candidates were fitted and compared; False where the rows had been looked at before, or trying was
        not worth it.
    champion, version : str
        In force afterwards.
    decision : str
        Why, in a sentence.
    lifters, series, rows : int
        Scored.
    seconds : float
    scores : list of dict
    simulated : bool
        Whether the lifters are the project's own samples.
    failed : dict of name to str
        The candidates that failed on these lifts, and why.
    is_known : bool
        Whether just these rows had been looked at before.
    """

    trained: bool
    champion: str
    version: str
    decision: str
    lifters: int = 0
    series: int = 0
    rows: int = 0
    seconds: float = 0.0
    scores: list[dict[str, Any]] = field(default_factory=list)
    simulated: bool = False
    failed: dict[str, str] = field(default_factory=dict)
    is_known: bool = False

    def counts(self) -> dict[str, Any]:
        """What the diary of runs keeps."""
        return {name: value for name, value in asdict(self).items() if name not in _NOT_COUNTED}

    def as_json(self) -> dict[str, Any]:
        """Report as JSON values."""
        return asdict(self)

    def sentence(self) -> str:
        """Say what happened."""
        if not self.trained:
            said = "Nothing new to learn from." if self.is_known else self.decision
            return f"{said} {self.champion} (version {self.version}) stays in force."
        return (
            f"{self.decision} In force: {self.champion} (version {self.version}); backtest on {self.lifters} lifters, "
            f"{self.series} lifts, {self.rows:,} forecasts. {self.seconds:.0f} s."
        )
