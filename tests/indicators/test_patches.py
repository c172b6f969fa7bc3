from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import box

from sbd.indicators.grid import Grid
from sbd.indicators.patches import patches

AREA = box(0.25, 0, 6, 5)
GRID = Grid.over(AREA)


def chosen(*cells: tuple[int, int]) -> np.ndarray:
    found = np.zeros(GRID.shape, dtype=bool)
    for row, column in cells:
        found[row, column] = True
    return found


def test_cells_that_share_a_side_are_one_patch_the_largest_first() -> None:
    made = patches(GRID, chosen((0, 2), (0, 3), (1, 3), (4, 5)), AREA)
    assert [p.area for p in made] == pytest.approx([3, 1])
    assert made[0].equals(box(2, 0, 4, 1).union(box(3, 1, 4, 2)))


def test_a_patch_is_cut_to_the_area_and_crumbs_fall_off() -> None:
    assert patches(GRID, chosen((0, 0)), AREA)[0].equals(box(0.25, 0, 1, 1))
    assert patches(GRID, chosen((0, 0)), box(0.995, 0, 6, 5)) == []
    assert patches(GRID, chosen(), AREA) == []


@given(st.lists(st.booleans(), min_size=30, max_size=30))
def test_the_patches_are_as_large_as_their_cells(some: list[bool]) -> None:
    cells = np.array(some).reshape(GRID.shape)
    whole = box(*GRID.bounds)
    assert sum(p.area for p in patches(GRID, cells, whole)) == pytest.approx(
        cells.sum()
    )
