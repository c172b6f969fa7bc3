"""Light as criteria: the ground, faces, windows and cycle stands."""

from __future__ import annotations

from dataclasses import replace
from math import inf

import numpy as np
import pytest
from shapely.geometry import LineString, Point, box

from sbd.indicators.cycle_stands import THROUGH, good_cycle_stand_share
from sbd.indicators.faces import face_light
from sbd.indicators.fields import field_maker
from sbd.indicators.illumination import light_field, lit_evenness, lit_low, lit_mean
from sbd.indicators.luminaires import CUTOFF, MAINTENANCE, ONE_CONE
from sbd.indicators.measurement import Measurement
from sbd.indicators.window_light import window_light
from sbd.plans.plan import Plan, Supplied
from tests.indicators.lights import DECLARED, ground, lamp, square

GROUND = (lit_mean, lit_low, lit_evenness)
ROUTE = (LineString([(5, 20), (35, 20)]), {"main": "yes"})


def values(plan: Plan) -> tuple[float, float, float]:
    mean, low, even = (measure(plan).value for measure in GROUND)
    assert mean is not None
    assert low is not None
    assert even is not None
    return mean, low, even


# The ground


def test_the_three_numbers_are_those_of_the_cells() -> None:
    plan = square(box(0, 0, 10, 1), lamp=[lamp(0, 0.5)])
    cells = ground(plan, *((x + 0.5, 0.5) for x in range(10)))
    mean, low, even = values(plan)
    assert mean == pytest.approx(np.mean(cells))
    assert low == pytest.approx(np.percentile(cells, 5))
    assert even == pytest.approx(low / mean)


def test_ten_per_cent_in_full_shadow_make_the_low_value_zero() -> None:
    # The house cuts the last two of twenty metres off; its own ground is not walked.
    house = (box(17, 0, 18, 4), {"height_m": 3.0})
    plan = square(box(0, 0, 20, 4), lamp=[lamp(10, 2)], building=[house])
    mean, low, even = values(plan)
    assert mean > 0
    assert (low, even) == (0, 0)
    (patch,) = lit_low(plan).where
    assert patch.geometry.equals(box(18, 0, 20, 4))
    assert (patch.value, patch.label) == (0, "dark_patch")
    assert lit_low(plan).reason.args["dark_pct"] == pytest.approx(100 * 8 / 76)


def test_without_lamps_it_is_dark_whatever_else_is_missing() -> None:
    plan = replace(square(), declared=frozenset({"lamp"}))
    assert values(plan) == (0, 0, 0)
    assert lit_mean(plan).bound == "open"  # the square may be larger
    assert values(square()) == (0, 0, 0)
    assert lit_mean(square()).bound == "exact"


@pytest.mark.parametrize("kind", ["lamp", "building", "tree"])
def test_a_kind_that_nobody_drew_or_declared_leaves_light_unknown(kind: str) -> None:
    plan = square(lamp=[lamp(20, 20)]) if kind != "lamp" else square()
    plan = replace(plan, declared=frozenset(DECLARED) - {kind})
    for measure in GROUND:
        found = measure(plan)
        assert found.state == "unknown"
        assert found.reason.args == {"kinds": (kind,)}


def test_nobody_needs_to_declare_walls_and_shrubs() -> None:
    lit = square(lamp=[lamp(20, 20)])
    plan = replace(lit, declared=frozenset(DECLARED) - {"shrub"})
    assert lit_mean(plan).state == "measured"
    assert lit_mean(plan).bound == "upper"
    assert lit_evenness(plan).bound == "open"
    # A wall takes ground away too, perhaps the darkest.
    plan = replace(lit, declared=frozenset(DECLARED) - {"wall"})
    assert lit_mean(plan).state == "measured"
    assert lit_mean(plan).bound == "open"


def test_a_lamp_without_its_light_is_at_worst_dark() -> None:
    lit = lamp(10, 20)
    known = values(square(lamp=[lit]))
    plan = square(lamp=[lit, lamp(30, 20, lumen=None), lamp(30, 30, height_m=None)])
    mean, low, even = (measure(plan) for measure in GROUND)
    assert (mean.state, low.state, even.state) == ("unknown",) * 3
    assert (mean.worst, mean.best) == (pytest.approx(known[0]), inf)
    assert (low.worst, low.best) == (pytest.approx(known[1]), inf)
    assert (even.worst, even.best) == (0, 1)
    assert mean.reason.args["of"] == 3
    assert {p.label for p in mean.where} == {"lamp", "lamp_light_missing"}


def test_a_wall_without_a_height_leaves_a_range() -> None:
    wall = (LineString([(22, 10), (22, 30)]), {"height_m": None})
    low, high = (
        values(square(lamp=[lamp(20, 20)], wall=[(wall[0], {"height_m": h})]))[0]
        for h in (50.0, 0.0)
    )
    found = lit_mean(square(lamp=[lamp(20, 20)], wall=[wall]))
    assert found.state == "unknown"
    assert (found.worst, found.best) == (pytest.approx(low), pytest.approx(high))
    assert found.reason.args["kind"] == "wall"
    away = (LineString([(1, 39), (2, 39)]), {"height_m": None})
    assert lit_mean(square(lamp=[lamp(20, 20)], wall=[away])).state == "measured"


def test_a_crown_without_a_size_is_at_worst_all_over_the_place() -> None:
    tree = (Point(28, 20), {"base_m": 2.0, "height_m": 8.0})
    found = lit_mean(square(lamp=[lamp(20, 20)], tree=[tree]))
    assert found.state == "unknown"
    assert found.worst == 0
    assert found.best == pytest.approx(values(square(lamp=[lamp(20, 20)]))[0])


def test_what_the_lamp_does_not_say_is_named() -> None:
    bare = (Point(20, 20), {"height_m": 5.0, "lumen": 4000.0})
    assert lit_mean(square(lamp=[bare])).defaults == (ONE_CONE, CUTOFF, MAINTENANCE)
    assert lit_mean(square(lamp=[lamp(20, 20)])).defaults == (ONE_CONE,)
    dim = lit_mean(square(lamp=[bare]), maintenance_factor=0.4).value
    assert dim == pytest.approx(lit_mean(square(lamp=[bare])).value / 2)


def test_assumed_photometry_is_named() -> None:
    plan = square(lamp=[lamp(20, 20)])
    by = Supplied("lamp-1", "lamp", "lumen", 4000.0, "assumed", "lamp-photometry")
    assert lit_mean(replace(plan, supplied=(by,))).assumed == ("lamp-photometry",)


def test_the_picture_shows_the_light_where_one_walks() -> None:
    plan = square(lamp=[lamp(20, 20)], building=[(box(0, 0, 10, 10), {})])
    field = light_field(plan)
    assert field is not None
    assert field_maker("light")(plan).values.shape == field.values.shape
    assert np.isnan(field.values[:10, :10]).all()
    assert np.nanmean(field.values) == pytest.approx(lit_mean(plan).value)
    assert light_field(square()) is None


# Faces


def test_the_worse_walking_direction_counts() -> None:
    # A lamp at each end: in the middle a face looks at one and away from the other.
    plan = square(lamp=[lamp(15, 20), lamp(25, 20)], route=[ROUTE])
    middle = 2 * 0.8 * 967.53 * 5 / (np.pi * np.hypot(3.5, 5) ** 3)
    short = (LineString([(19.9, 20), (20.1, 20)]), {"main": "yes"})
    assert face_light(
        square(lamp=[lamp(15, 20), lamp(25, 20)], route=[short])
    ).value == pytest.approx(middle, rel=1e-4)
    assert face_light(plan).value == 0
    one = square(lamp=[lamp(15, 20)], route=[short])
    assert face_light(one).value == pytest.approx(0, abs=1e-9)


def test_the_percentile_is_taken_over_the_length_of_the_routes() -> None:
    lamps = [lamp(x, y) for x in range(1, 40, 6) for y in (16, 24)]
    plan = square(lamp=lamps, route=[ROUTE])
    low, high = (face_light(plan, percentile=p).value for p in (1, 50))
    assert low is not None
    assert high is not None
    assert 0 < low < high


def test_two_rows_of_lamps_along_the_whole_way_light_faces_well() -> None:
    lamps = [lamp(x, y) for x in range(-17, 58, 6) for y in (16, 24)]
    found = face_light(square(lamp=lamps, route=[ROUTE]))
    assert found.value is not None
    assert found.value > 2


def test_the_dark_stretch_is_shown() -> None:
    plan = square(lamp=[lamp(8, 16), lamp(8, 24), lamp(2, 20)], route=[ROUTE])
    found = face_light(plan)
    (dark, route) = found.where
    assert (dark.label, dark.value) == ("dark_stretch", 0)
    assert dark.geometry.length > 10
    assert dark.geometry.bounds[2] == pytest.approx(35)
    assert route.role == "route"


def test_low_lights_do_not_light_faces() -> None:
    lamps = [lamp(x, 20, height_m=0.9) for x in range(1, 40)]
    assert face_light(square(lamp=lamps, route=[ROUTE])).value == 0


def test_without_a_route_faces_are_unknown_and_without_lamps_dark() -> None:
    found = face_light(square(lamp=[lamp(20, 20)]))
    assert (found.state, found.reason.code) == ("unknown", "no_route_in_site")
    assert face_light(square(route=[ROUTE])).value == 0
    silent = replace(square(), declared=frozenset(DECLARED) - {"route"})
    assert face_light(silent).reason.args == {"kinds": ("route",)}


# Windows of homes

HOUSE = (box(0, 30, 40, 40), {"height_m": 9.0, "use": "dwelling"})


def window(x: float = 20.0, **said: object) -> tuple[Point, dict[str, object]]:
    return Point(x, 30), {"type": "window", "use": "dwelling", "floor": 0.0, **said}


def lit_window(*windows: object, lamps: tuple[float, ...] = (25.0,)) -> Measurement:
    drawn = [lamp(20, y) for y in lamps]
    return window_light(square(lamp=drawn, building=[HOUSE], opening=list(windows)))


def test_the_light_on_a_window_is_the_cosine_law() -> None:
    # The window is 5 m off (less 0.05 m) and 3.5 m below the lamp.
    away = 4.95
    lux = 0.8 * 967.53 * away / np.hypot(3.5, away) ** 3
    assert lit_window(window()).value == pytest.approx(lux, rel=1e-4)
    assert lit_window(window(), window(36.0)).value == pytest.approx(lux, rel=1e-4)


def test_a_higher_floor_lies_above_the_cone() -> None:
    assert lit_window(window(floor=1.0)).value == 0  # 0.5 m below a lamp 5 m off
    assert lit_window(window(floor=3.0)).value == 0


def test_a_shop_is_no_home_and_a_house_tells_its_use() -> None:
    found = lit_window(window(use="shop"))
    assert (found.state, found.reason.code) == ("not_applicable", "no_dwelling_window")
    assert lit_window(window(use=None)).value == lit_window(window()).value


def test_what_a_window_does_not_say_leaves_a_range() -> None:
    least, most = lit_window(window(36.0)).value, lit_window(window()).value
    found = lit_window(window(36.0), window(type=None))
    assert (found.state, found.worst, found.best) == ("unknown", most, least)
    floor = lit_window(window(floor=None))
    assert (floor.worst, floor.best) == (most, 0)
    assert floor.reason.args["attribute"] == "floor"


def test_a_lamp_without_light_may_dazzle_a_window() -> None:
    plan = square(
        lamp=[lamp(20, 25), lamp(5, 5, height_m=None)],
        building=[HOUSE],
        opening=[window()],
    )
    found = window_light(plan)
    assert (found.worst, found.best) == (inf, lit_window(window()).value)


def test_more_lamps_hurt_windows() -> None:
    plan = square(lamp=[lamp(20, 25)], building=[HOUSE], opening=[window()])
    plan = replace(plan, declared=frozenset(DECLARED) - {"lamp"})
    assert window_light(plan).bound == "upper"
    assert lit_window(window(), lamps=()).value == 0


def test_the_brightest_window_is_the_finding() -> None:
    first, second = lit_window(window(21.0), window(27.0)).where
    assert (first.role, first.element_id) == ("finding", "opening-1")
    assert (second.role, second.element_id) == ("context", "opening-2")
    assert first.value > second.value > 0


def test_windows_nobody_drew_are_unknown() -> None:
    plan = replace(
        square(lamp=[lamp(20, 25)]), declared=frozenset(DECLARED) - {"opening"}
    )
    assert window_light(plan).reason.args == {"kinds": ("opening",)}


# Cycle stands

SHOP = (Point(20, 30), {"type": "shopfront", "use": "shop", "active_day": "yes"})
STAND = Point(20, 26)


def stands(*shapes: object, **things: object) -> Measurement:
    scene = {
        "lamp": [lamp(20, 24)],
        "building": [HOUSE],
        "opening": [SHOP],
        "cycle_stand": list(shapes),
        **things,
    }
    return good_cycle_stand_share(square(**scene))


def test_a_stand_by_a_lamp_before_a_shop_is_good() -> None:
    found = stands(STAND)
    assert found.value == 100
    assert found.where[0].label == "stand_good"


def test_a_dark_stand_and_one_out_of_sight_are_not() -> None:
    found = stands(STAND, Point(3, 26), Point(20, 20))
    assert found.value == pytest.approx(200 / 3)
    assert [p.label for p in found.where] == ["stand_good", "stand_dark", "stand_good"]
    fence = (box(10, 28, 30, 28.2), {"height_m": 2.0, "transparent": "no"})
    hidden = stands(STAND, fence=[fence])
    assert hidden.value == 0
    assert hidden.where[0].label == "stand_not_overlooked"


def test_no_stand_is_none_good() -> None:
    assert stands().value == 0
    silent = replace(square(), declared=frozenset(DECLARED) - {"cycle_stand"})
    assert good_cycle_stand_share(silent).state == "unknown"


@pytest.mark.parametrize(
    ("way", "cut"),
    [
        (LineString([(0, 5), (40, 5)]), True),
        (box(0, 5, 40, 7), True),
        (LineString([(0, 11), (40, 11)]), False),
        (box(0, 10, 40, 12), False),  # along its edge
    ],
)
def test_a_cycleway_through_a_stay_zone_is_flagged(way: object, cut: bool) -> None:
    found = stands(STAND, cycleway=[way], stay_zone=[box(10, 0, 30, 10)])
    assert found.flags == ((THROUGH,) if cut else ())


def test_a_lamp_without_light_leaves_the_share_open() -> None:
    found = stands(STAND, lamp=[lamp(20, 24, lumen=None)])
    assert (found.state, found.worst, found.best) == ("unknown", 0, 100)
