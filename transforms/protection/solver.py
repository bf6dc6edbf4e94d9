"""Linear programmes on HiGHS, kept in memory: between two solutions only bounds and costs change.

One thread, a fixed seed and the simplex method: the same input gives the same solution. Time is HiGHS's own, so that
nothing here looks at a clock.
"""

from __future__ import annotations

import highspy
import numpy as np
from highspy import HighsModelStatus, HighsStatus
from highspy._core import _Highs
from scipy.sparse import csc_array, csr_array

Vector = np.ndarray[tuple[int], np.dtype[np.float64]]
Flags = np.ndarray[tuple[int], np.dtype[np.bool_]]
Places = np.ndarray[tuple[int], np.dtype[np.int64]]

OPTIONS: dict[str, bool | int | str] = {
    "output_flag": False,
    "threads": 1,
    "parallel": "off",
    "random_seed": 0,
    "solver": "simplex",
}


class OutOfTimeError(Exception):
    """The solver used up the seconds it was given: nothing has been decided."""


class Budget:
    """The seconds of solving that are left, over all programmes of one run."""

    def __init__(self, seconds: float) -> None:
        self.seconds = self.left = seconds

    def spend(self, seconds: float) -> None:
        """Take off what a solution cost.

        Raises:
            OutOfTimeError: nothing is left.
        """
        self.left -= seconds
        if self.left <= 0:
            raise self.out_of_time()

    def out_of_time(self) -> OutOfTimeError:
        """The error that says so."""
        return OutOfTimeError(f"disclosure control takes over {self.seconds:g} seconds: raise [disclosure] seconds")


class Programme:
    """A linear programme in x: minimise cost x, with matrix x = 0 and bounds on x.

    Every programme here has x = 0, the truth, as a solution unless a column is forced away from it.
    """

    def __init__(self, matrix: csc_array, lower: Vector, upper: Vector, cost: Vector, budget: Budget) -> None:
        self._budget = budget
        # The base class, for `Highs` itself prints a line on standard output when it is made.
        self._highs = _Highs()
        for option, value in OPTIONS.items():
            _accepted(self._highs.setOptionValue(option, value))
        _accepted(self._highs.passModel(_model(matrix, lower, upper, cost)))

    def bound(self, column: int, lower: float, upper: float) -> None:
        """Change the bounds of a column."""
        _accepted(self._highs.changeColBounds(column, lower, upper))

    def price(self, column: int, cost: float) -> None:
        """Change the cost of a column."""
        _accepted(self._highs.changeColCost(column, cost))

    def solution(self) -> Vector | None:
        """The cheapest x, or None when there is none.

        A warm start can wrongly report that there is none: then the solver starts once more from nothing.

        Raises:
            OutOfTimeError: the budget is spent.
        """
        if not self._solved():
            _accepted(self._highs.clearSolver())
            if not self._solved():
                return None
        return np.asarray(self._highs.getSolution().col_value, dtype=np.float64)

    def _solved(self) -> bool:
        before = self._highs.getRunTime()
        _accepted(self._highs.setOptionValue("time_limit", before + self._budget.left))
        self._highs.run()
        self._budget.spend(self._highs.getRunTime() - before)
        status = self._highs.getModelStatus()
        if status == HighsModelStatus.kTimeLimit:
            raise self._budget.out_of_time()
        return bool(status == HighsModelStatus.kOptimal)


class Programmes:
    """A programme that falls apart into parts: each is kept and solved by itself, and made when it is first asked for.

    Args:
        matrix, bounds, cost: as of `Programme`; bounds are the lower and the upper ones.
        part: of each column, the number of its part; no row has columns of two parts.
        budget: the seconds, for all parts together.
    """

    def __init__(
        self, matrix: csc_array, bounds: tuple[Vector, Vector], cost: Vector, part: Places, budget: Budget
    ) -> None:
        self._matrix, self._cost, self._part, self._budget = matrix, cost.copy(), part, budget
        self._lower, self._upper = bounds[0].copy(), bounds[1].copy()
        self._columns = {int(number): np.flatnonzero(part == number) for number in np.unique(part)}
        self._within = np.zeros(len(part), dtype=np.int64)
        for columns in self._columns.values():
            self._within[columns] = np.arange(len(columns))
        self._made: dict[int, Programme] = {}

    def bound(self, column: int, lower: float, upper: float) -> None:
        """Change the bounds of a column."""
        self._lower[column], self._upper[column] = lower, upper
        if made := self._made.get(int(self._part[column])):
            made.bound(int(self._within[column]), lower, upper)

    def price(self, column: int, cost: float) -> None:
        """Change the cost of a column."""
        self._cost[column] = cost
        if made := self._made.get(int(self._part[column])):
            made.price(int(self._within[column]), cost)

    def solution(self, column: int) -> Vector | None:
        """The cheapest x of the part with a column, 0 elsewhere; None when there is none.

        Raises:
            OutOfTimeError: the budget is spent.
        """
        number = int(self._part[column])
        if number not in self._made:
            self._made[number] = self._make(self._columns[number])
        found = self._made[number].solution()
        if found is None:
            return None
        everything = np.zeros(len(self._part))
        everything[self._columns[number]] = found
        return everything

    def _make(self, columns: Places) -> Programme:
        rows = csr_array(self._matrix[:, columns])
        matrix = csc_array(rows[np.diff(rows.indptr) > 0])
        return Programme(matrix, self._lower[columns], self._upper[columns], self._cost[columns], self._budget)


def _accepted(status: HighsStatus) -> None:
    if status == HighsStatus.kError:
        raise RuntimeError("HiGHS refused a model of disclosure control: report this with the version of highspy")


def _model(matrix: csc_array, lower: Vector, upper: Vector, cost: Vector) -> highspy.HighsLp:
    model = highspy.HighsLp()
    model.num_row_, model.num_col_ = matrix.shape
    model.col_cost_, model.col_lower_, model.col_upper_ = cost, lower, upper
    model.row_lower_ = model.row_upper_ = np.zeros(matrix.shape[0])
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_, model.a_matrix_.index_ = matrix.indptr, matrix.indices
    model.a_matrix_.value_ = matrix.data
    return model
