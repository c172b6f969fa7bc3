from __future__ import annotations

import numpy as np
from shapely.geometry import Point, box

from sbd.plans.layer import empty_layer
from sbd.plans.plan import make_plan

SITE = box(0, 0, 10, 10)


def test_unknown_text_is_none_and_unknown_number_is_nan() -> None:
    tree, bench = Point(1, 1), Point(2, 2)
    plan = make_plan(
        {
            "tree": [tree, (tree, {"height_m": 8})],
            "bench": [bench, (bench, {"back": "yes"})],
        },
        site=SITE,
    )
    heights, backs = plan.of("tree")["height_m"], plan.of("bench")["back"]
    assert (heights.dtype, backs.dtype) == (np.dtype("float64"), np.dtype("object"))
    assert np.isnan(heights.iloc[0])
    assert list(backs) == [None, "yes"]


def test_an_empty_layer_has_the_same_columns_and_types() -> None:
    layer = empty_layer("bench", None)
    assert layer["back"].dtype == np.dtype("object")
    assert layer["length_m"].dtype == np.dtype("float64")
