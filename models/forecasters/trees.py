"""Boosted trees as plain arrays: they forecast without the library that grew them, and ship as numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Self

import numpy as np
import numpy.typing as npt

from models.forecasters.inputs import six_digits

if TYPE_CHECKING:
    from sklearn.ensemble import HistGradientBoostingRegressor

Array = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]

LEAF: Final = -1
_FIELDS: Final = {
    "split_on": "feature_idx",
    "threshold": "num_threshold",
    "missing_left": "missing_go_to_left",
    "left": "left",
    "right": "right",
    "value": "value",
}


@dataclass(frozen=True, kw_only=True)
class Trees:
    """A sum of small trees; nodes of all trees one after the other, children after their parent.

    Parameters
    ----------
    baseline : float
        What the trees add to.
    roots : ndarray of int, shape (n_trees,)
        Where each tree's nodes begin.
    split_on : ndarray of int, shape (n_nodes,)
        The input a node looks at; `LEAF` where it is a leaf.
    threshold : ndarray of shape (n_nodes,)
        Values up to it go left.
    missing_left : ndarray of int, shape (n_nodes,)
        1 where missing values go left.
    left, right : ndarray of int, shape (n_nodes,)
        Children, counted from the tree's root.
    value : ndarray of shape (n_nodes,)
        What a leaf adds.
    """

    baseline: float
    roots: Places
    split_on: Places
    threshold: Array
    missing_left: Places
    left: Places
    right: Places
    value: Array

    @classmethod
    def of(cls, grown: "HistGradientBoostingRegressor") -> Self:
        """Take the trees out of a fitted ensemble without categories."""
        nodes = [stage[0].nodes for stage in grown._predictors]  # noqa: SLF001 (no public way to the trees)
        flat = np.concatenate(nodes)
        fields: dict[str, Any] = {
            name: flat[field].astype(float if name in ("threshold", "value") else np.int64)
            for name, field in _FIELDS.items()
        }
        leaf = flat["is_leaf"].astype(bool)
        fields["split_on"][leaf] = LEAF
        # Infinity parts known values from missing ones: the largest number does so too, and can be written down.
        fields["threshold"] = np.where(leaf, 0.0, np.nan_to_num(fields["threshold"]))
        fields["value"][~leaf] = 0.0
        roots = np.cumsum([0, *(len(tree) for tree in nodes[:-1])])
        return cls(baseline=float(np.ravel(grown._baseline_prediction)[0]), roots=roots, **fields)  # noqa: SLF001

    def sums(self, inputs: npt.ArrayLike) -> Array:
        """Sum of all trees for each row of inputs, shape (n_rows,); NaN is missing.

        Each tree is worked from its leaves up: whole columns are compared at once, no row walks alone.
        """
        columns = np.asfortranarray(inputs, dtype=float)
        # One by one, numbers of arrays are slow to take.
        nodes = [getattr(self, name).tolist() for name in _FIELDS if name != "value"]
        total = np.full(len(columns), self.baseline)
        for first, last in zip(self.roots, [*self.roots[1:], len(self.value)], strict=True):
            total += self._tree(columns, nodes, int(first), int(last))
        return total

    def to_numbers(self) -> dict[str, Any]:
        """Everything as lists of numbers, thresholds to the last digit: inputs often lie on one."""
        listed = {name: getattr(self, name) for name in ("roots", *_FIELDS)}
        numbers: dict[str, Any] = {"baseline": float(f"{self.baseline:.9g}")}
        for name, values in listed.items():
            numbers[name] = six_digits(values) if name == "value" else values.tolist()
        return numbers

    @classmethod
    def from_numbers(cls, numbers: dict[str, Any]) -> Self:
        """Make the trees again of what `to_numbers` gave."""
        arrays = {
            name: np.asarray(numbers[name], dtype=float if name in ("threshold", "value") else np.int64)
            for name in ("roots", *_FIELDS)
        }
        return cls(baseline=float(numbers["baseline"]), **arrays)

    def _tree(self, columns: Array, nodes: Sequence[list[Any]], first: int, last: int) -> Array:
        """What one tree adds to each row, or to all alike."""
        split_on, threshold, missing_left, left, right = nodes
        place = np.min_scalar_type(last - first).type  # a place takes a byte, and the value that is there takes eight
        ends: dict[int, Any] = {}
        for node in range(last - 1, first - 1, -1):
            if split_on[node] == LEAF:
                ends[node] = place(node - first)
                continue
            column = columns[:, split_on[node]]
            goes_left = ~(column > threshold[node]) if missing_left[node] else column <= threshold[node]
            ends[node] = np.where(goes_left, ends.pop(first + left[node]), ends.pop(first + right[node]))
        return np.asarray(self.value[first:last][ends[first]])
