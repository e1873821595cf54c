"""Any sequence of blocks: what strength and size would be beside carrying on as now.

Both adaptations are followed as their difference from carrying on. In each block they move towards that block's
target: up with the time constants of `models.response.adaptation`, down by the slower ones and only after
`WEEKS_UNTIL_LOSS`. Muscle won in one block stays while the next still maintains it, and counts in ln 1RM beside the
nervous adaptation, that is, the two multiply: whether "size first, then turn it into a 1RM" pays depends on how much
muscle the first block adds, and on whether time is left for the nervous side to come up after it. What was once had
comes back faster.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from models.response.adaptation import MUSCLE_LOSS_WEEKS, NEURAL_LOSS_WEEKS, WEEKS_UNTIL_LOSS, Targets, kept, targets
from models.response.drives import structural_drive
from models.response.parameters import Draws
from models.training.block import DELOAD, Block
from models.training.stimulus import Stimulus, Traits
from models.training.style import AS_NOW

Floats = NDArray[np.floating]

DELOAD_SETS: Final = 0.5
"""Half the sets at the same loads: convention. A whole week off cost no size, but strength (evidence coleman2024-1)."""

REGAIN: Final = 2.0
"""What was once had comes back so much faster: five weeks undid what ten weeks off had cost, which takes a factor of
1.4 at the least, after a rapid start (evidence halonen2024-1)."""


@dataclass(frozen=True)
class _Side:
    """One adaptation against carrying on: level, the best so far, and for how many weeks it has had too little."""

    level: Floats
    best: Floats
    fading: Floats


@dataclass(frozen=True)
class Standing:
    """Where some lifts stand within a sequence: both adaptations, the most sets so far, the style in force."""

    neural: _Side
    size: _Side
    most_credited: Floats
    style: str


def deloaded(stimulus: Stimulus) -> Stimulus:
    """The light week of a training week: `DELOAD_SETS` of its sets, everything else the same."""
    return replace(stimulus, sets=DELOAD_SETS * stimulus.sets, muscle_sets=DELOAD_SETS * stimulus.muscle_sets)


class Phases:
    """What each week amounts to for some lifts or muscles, worked out once, so that many sequences cost little.

    Parameters
    ----------
    now : Stimulus of n lifts or muscles
    traits : Traits
    p : dict of parameter draws
    plans : dict of Stimulus
        The weeks that blocks may be of, by name.
    """

    def __init__(self, now: Stimulus, traits: Traits, p: Draws, *, plans: Mapping[str, Stimulus]) -> None:
        self._p = p
        self._plans = {AS_NOW: now, **plans}
        self._known: dict[tuple[str, bool], Targets] = {}
        self._drives: dict[tuple[str, bool], tuple[Floats, Floats]] = {}
        self._after: dict[tuple[Block, ...], Standing] = {}
        self._traits = traits
        self._age = np.asarray(traits.age, dtype=float)
        self._tau_neural = p["tau_neural"][None, :]
        self._tau_size = p["tau_size"][None, :]
        self._loss_time = p["loss_time"][None, :]
        self._size_to_strength = p["size_to_strength"][None, :]

    def _targets(self, name: str, *, light: bool = False) -> Targets:
        """Where a week leads, worked out when it is first asked for."""
        if (name, light) not in self._known:
            week = self._week(name, light=light)
            self._known[name, light] = targets(week, self._traits, self._p, self.size_drive(name, light=light))
        return self._known[name, light]

    def size_drive(self, name: str, *, light: bool = False) -> tuple[Floats, Floats]:
        """A week's structural drive and the sets credited for it: shape (n, draws) each."""
        if (name, light) not in self._drives:
            self._drives[name, light] = structural_drive(self._week(name, light=light), self._p)
        return self._drives[name, light]

    def _week(self, name: str, *, light: bool) -> Stimulus:
        return deloaded(self._plans[name]) if light else self._plans[name]

    def _start(self) -> Standing:
        """Where everybody stands today: no difference from carrying on."""
        now = self._targets(AS_NOW)
        zero = np.zeros((1, 1), dtype=now.structural.dtype)  # of everybody: what is the same is worked out once
        side = _Side(level=zero, best=zero, fading=zero)
        return Standing(neural=side, size=side, most_credited=now.credited, style=AS_NOW)

    def _step(self, standing: Standing, block: Block, asked: Floats) -> tuple[Floats, Floats, Standing]:
        """Train one block on from where everybody stands.

        Returns the ln differences from carrying on at the k weeks asked for, counted from the block's start, each of
        shape (n, draws, k), and where everybody stands at its end.
        """
        style = standing.style if block.style == DELOAD else block.style
        then, now = self._targets(style, light=block.style == DELOAD), self._targets(AS_NOW)
        won, built = then.neural - now.neural, then.structural - now.structural
        credited = np.maximum(standing.most_credited, then.credited)
        held = (now.structural + standing.size.best) * kept(credited, then.credited, self._age)
        keeps = np.maximum(held - now.structural, built)
        ends = asked if len(asked) and asked[-1] == block.weeks else np.append(asked, block.weeks)
        at = ends.astype(np.float32)
        nervous, neural = _moved(standing.neural, won, won, at, self._tau_neural, NEURAL_LOSS_WEEKS * self._loss_time)
        muscle, size = _moved(standing.size, built, keeps, at, self._tau_size, MUSCLE_LOSS_WEEKS * self._loss_time)
        nervous, muscle = nervous[..., : len(asked)], muscle[..., : len(asked)]
        strength = nervous + self._size_to_strength[:, :, None] * muscle
        return strength, muscle, Standing(neural=neural, size=size, most_credited=credited, style=style)

    def differences(self, blocks: Sequence[Block], weeks: Floats) -> tuple[Floats, Floats]:
        """Draw how much higher ln 1RM and ln muscle size would be after some blocks than carrying on as now.

        Parameters
        ----------
        blocks : sequence of Block
            From today on; after the last one its style goes on (after a deload, the style before it).
        weeks : array, shape (h,)
            Horizons, rising.

        Returns
        -------
        strength, size : arrays, shape (n, draws, h)
            Exactly zero for as now throughout; `adaptation.style_difference` for one style throughout.

        Raises
        ------
        ValueError
            The horizons do not rise, or lie in the past.
        """
        standing, start = self._start(), 0.0
        asked = np.asarray(weeks, dtype=float)
        if np.any(np.diff(asked) < 0) or np.any(asked < 0):
            raise ValueError(f"horizons {asked.tolist()}: give weeks from today, rising")
        found: list[tuple[Floats, Floats]] = []
        done: tuple[Block, ...] = ()
        whole = going_on(blocks, float(asked.max(initial=0.0)))
        for block in whole:
            done = (*done, block)
            within = asked[(asked > start) & (asked <= start + block.weeks)] - start
            if not found:
                within = np.concatenate([asked[asked <= 0], within])
            if len(within) or done not in self._after:
                strength, size, standing = self._step(standing, block, within)
                found.append((strength, size))
                if len(done) < len(whole):
                    self._after[done] = standing
            else:
                standing = self._after[done]
            start += block.weeks
        if len(found) == 1:
            return found[0]
        strength, size = (np.concatenate(parts, axis=-1) for parts in zip(*found, strict=True))
        return strength, size


def spans(blocks: Sequence[Block], weeks: float) -> list[tuple[str, float, float]]:
    """Style, first and last week of each block up to some week; a deload is of the style before it."""
    found, style, start = [], AS_NOW, 0.0
    for block in going_on(blocks, weeks):
        style = style if block.style == DELOAD else block.style
        found.append((style, start, start + block.weeks))
        start += block.weeks
    return found


def going_on(blocks: Sequence[Block], weeks: float) -> tuple[Block, ...]:
    """Let the last block's style go on to some week; after a deload, the style before it; after nothing, as now.

    Neighbours of one style are made one block: the same training.
    """
    left = weeks - sum(block.weeks for block in blocks)
    styles = [block.style for block in blocks if block.style != DELOAD]
    on = [] if left <= 0 and blocks else [Block(styles[-1] if styles else AS_NOW, max(left, 1.0))]
    merged: list[Block] = []
    for block in (*blocks, *on):
        if merged and merged[-1].style == block.style:
            merged[-1] = Block(block.style, merged[-1].weeks + block.weeks)
        else:
            merged.append(block)
    return tuple(merged)


def _moved(
    side: _Side, rises_to: Floats, falls_to: Floats, weeks: Floats, tau: Floats, loss_weeks: Floats
) -> tuple[Floats, _Side]:
    """Let one adaptation move: levels of shape (n, draws, weeks), and where it stands at the last of the weeks.

    `falls_to` is at least `rises_to`: between the two the adaptation stays where it is.
    """
    level, fading = side.level, side.fading
    up, down = np.maximum(rises_to - level, 0), np.maximum(level - falls_to, 0)
    time = weeks[:, None, None]  # first, so that draws lie side by side: a few weeks last make each step a short one
    gained = _eased(side, rises_to, up, time, tau)
    lately, before = (np.maximum(spent - WEEKS_UNTIL_LOSS, 0) for spent in (fading + time, fading))
    lost = -np.expm1(-(lately - before) / loss_weeks)
    moved = level + up * gained - down * lost
    last = moved[-1]
    fading = np.where(down > 0, fading + weeks[-1], 0)
    return np.moveaxis(moved, 0, -1), _Side(level=last, best=np.maximum(side.best, last), fading=fading)


def _eased(side: _Side, rises_to: Floats, up: Floats, time: Floats, tau: Floats) -> Floats:
    """The part of the way up gone after some weeks, these first: `REGAIN` times as fast up to what was once had."""
    known = (side.best > side.level) & (up > 0)
    if not known.any():
        return np.asarray(-np.expm1(-time / tau))
    new = np.maximum(rises_to - side.best, 0)
    ratio = np.divide(up, new, out=np.ones_like(up), where=known & (new > 0))
    fast = np.where(known & (new <= 0), np.inf, tau / REGAIN * np.log(ratio))
    spent = time + (REGAIN - 1) * np.minimum(time, fast)
    return np.asarray(-np.expm1(-spent / tau))
