"""Light of many lamps with shadows: school geometry, properties and a plain oracle."""

from __future__ import annotations

from dataclasses import replace
from math import cos, radians, sin, tan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.affinity import affine_transform
from shapely.geometry import LineString, Point, box

from sbd.indicators.grid import Grid
from sbd.indicators.illuminance import ground_light, lighting
from sbd.indicators.luminaires import INSIDE, NOT_GIVEN, ON_FACADE, TURNED
from sbd.plans.photometric import Photometry
from sbd.plans.plan import Plan
from tests.indicators.lights import SITE, TREE, ground, lamp, square
from tests.plain_light import on_ground

SPOTS = [(10.0, 20.0), (20.0, 20.0), (24.0, 20.0), (28.0, 20.0), (20.0, 31.0)]


def test_the_golden_numbers_on_a_plan() -> None:
    plan = square(lamp=[lamp(20, 20)])
    assert ground(plan, (20, 20), (25, 20), (20, 30)) == pytest.approx(
        [30.96, 10.95, 2.77], abs=0.005
    )


def test_light_ends_exactly_at_the_cut_off() -> None:
    edge = 5 * tan(radians(70))
    plan = square(lamp=[lamp(20, 20)])
    inside, on, outside = ground(
        plan, (20 + edge - 1e-6, 20), (20 + edge, 20), (20 + edge + 1e-6, 20)
    )
    assert inside > 0
    assert on > 0
    assert outside == 0


def test_lamps_add_up() -> None:
    here, there = lamp(15, 20), lamp(25, 20)
    both = ground(square(lamp=[here, there]), *SPOTS)
    one, other = (ground(square(lamp=[x]), *SPOTS) for x in (here, there))
    assert both == pytest.approx(np.add(one, other))


def test_a_house_hides_whatever_its_height() -> None:
    house = (box(22, 18, 23, 22), {"height_m": 0.5})
    plan = square(lamp=[lamp(20, 20)], building=[house])
    before, behind, beside = ground(plan, (21, 20), (25, 20), (25, 27))
    assert before > 0
    assert behind == 0
    assert beside > 0


def test_a_wall_throws_the_shadow_that_a_ruler_draws() -> None:
    # Lamp 5 m, wall 2 m high and 3 m off: the shadow ends where the ray comes down,
    # 3 / (1 - 2/5) = 5 m off.
    wall = (LineString([(23, 10), (23, 30)]), {"height_m": 2.0})
    plan = square(lamp=[lamp(20, 20)], wall=[wall])
    before, dark, still, lit = ground(
        plan, (22.9, 20), (23.1, 20), (24.9, 20), (25.1, 20)
    )
    assert (dark, still) == (0, 0)
    assert before > lit > 0


@pytest.mark.parametrize(
    ("base", "top", "lit"),
    [
        (2.0, 8.0, False),  # the ray meets the crown at 3.33 to 1.67 m
        (3.4, 8.0, True),  # it passes below
        (0.0, 1.6, True),  # it passes above
        (0.0, 1.7, False),
        (3.3, 8.0, False),
    ],
)
def test_a_crown_hides_between_its_base_and_its_top(
    base: float, top: float, lit: bool
) -> None:
    # Lamp 5 m high, spot 9 m off: over the disc, 3 to 6 m off, at 3.33 to 1.67 m.
    size = {"crown_radius_m": 1.5, "base_m": base, "height_m": top}
    plan = square(lamp=[lamp(20, 20)], tree=[(Point(24.5, 20), size)])
    assert (ground(plan, (29, 20))[0] > 0) == lit


def test_a_lamp_in_a_crown_is_hidden_all_round() -> None:
    plan = square(lamp=[lamp(20, 20)], tree=[(Point(20.5, 20), TREE)])
    assert ground(plan, *SPOTS) == [0.0] * len(SPOTS)


def test_a_closed_box_stays_dark_inside_and_outside_of_a_lamp_in_it() -> None:
    box_of_walls = box(10, 10, 30, 30) - box(11, 11, 29, 29)
    outside = square(
        lamp=[lamp(35, 35), lamp(5, 5)], building=[(box_of_walls, {"height_m": 3.0})]
    )
    assert ground(outside, (12, 12), (20, 20), (28, 28)) == [0, 0, 0]
    inside = square(lamp=[lamp(20, 20)], building=[(box_of_walls, {"height_m": 3.0})])
    assert ground(inside, (9, 20), (31, 20), (20, 9)) == [0, 0, 0]


def test_light_is_symmetric() -> None:
    # Two lamps and two houses, mirrored on x = 20.
    plan = square(
        lamp=[lamp(12, 20), lamp(28, 20)],
        building=[(box(14, 22, 16, 25), {}), (box(24, 22, 26, 25), {})],
    )
    left = [(x + 0.25, y + 0.25) for x in range(2, 19, 3) for y in range(2, 39, 3)]
    right = [(40 - x, y) for x, y in left]
    assert ground(plan, *left) == pytest.approx(ground(plan, *right), abs=1e-9)


def test_a_lamp_on_a_wall_lights_both_sides_and_one_in_it_too() -> None:
    on = (LineString([(20, 0), (20, 40)]), {"height_m": 6.0})
    plan = square(lamp=[lamp(20, 20)], wall=[on])
    assert min(ground(plan, (18, 20), (22, 20))) > 0
    thick = (box(19.8, 0, 20.2, 40), {"height_m": 6.0})
    plan = square(lamp=[lamp(20, 20)], wall=[thick])
    assert min(ground(plan, (18, 20), (22, 20))) > 0


def test_a_lamp_in_a_facade_hangs_on_it_and_one_in_a_room_is_left_out() -> None:
    house = (box(0, 20, 40, 40), {"height_m": 9.0})
    plan = square(lamp=[lamp(20, 20.9)], building=[house])
    lamps = lighting(plan).lamps
    assert lamps.places == pytest.approx(np.array([[20.0, 19.95]]))
    assert ON_FACADE in lamps.defaults
    assert ground(plan, (20, 19.95))[0] == pytest.approx(30.96, abs=0.005)
    plan = square(lamp=[lamp(20, 21.1)], building=[house])
    assert lighting(plan).lamps.ids == ()
    assert lighting(plan).lamps.defaults == (INSIDE,)


def test_lamps_farther_than_their_reach_do_not_count() -> None:
    plan = square(lamp=[lamp(89.9, 20, height_m=30.0), lamp(90.1, 20, height_m=30.0)])
    assert lighting(plan).lamps.ids == ("lamp-1",)
    beyond, within = ground(plan, (39.8, 20), (39.95, 20))
    assert within > beyond == 0


def test_what_is_missing_of_a_lamp_leaves_it_unclear() -> None:
    plan = square(lamp=[lamp(10, 10, height_m=None), lamp(30, 30, lumen=None)])
    lamps = lighting(plan).lamps
    assert lamps.ids == ()
    assert list(lamps.unclear.index) == ["lamp-1", "lamp-2"]


FILE = Photometry("Lantern.LDT", (0.0, 45.0, 90.0), (1000.0, 500.0, 0.0))


def test_a_photometric_file_tells_the_light_whatever_the_lamp_says() -> None:
    plan = square(lamp=[lamp(20, 20, lumen=None, cutoff_deg=10.0, ies="lantern.ldt")])
    bare = lighting(plan).lamps
    assert bare.ids == ()
    plan = replace(plan, photometry={"lantern.ldt": FILE})
    assert lighting(plan).lamps.defaults == (TURNED,)
    # Straight down 1,000 cd, at 45 degrees 500 cd; MF 0.8.
    foot, slant = ground(plan, (20, 20), (25, 20))
    assert foot == pytest.approx(0.8 * 1000 / 25)
    assert slant == pytest.approx(0.8 * 500 * cos(radians(45)) ** 3 / 25)
    # Between the angles of the file it runs straight.
    (between,) = ground(plan, (20 + 5 * tan(radians(30)), 20))
    assert between == pytest.approx(0.8 * 2000 / 3 * cos(radians(30)) ** 3 / 25)


def test_a_file_that_was_not_given_is_named() -> None:
    plan = square(lamp=[lamp(20, 20, ies="lantern.ldt")])
    assert NOT_GIVEN in lighting(plan).lamps.defaults


@settings(max_examples=15)
@given(
    x=st.floats(1, 39),
    y=st.floats(1, 39),
    height=st.floats(2.6, 12),
    lumen=st.floats(100, 8000),
)
def test_one_more_lamp_makes_no_cell_darker(
    x: float, y: float, height: float, lumen: float
) -> None:
    things = {
        "building": [(box(5, 5, 9, 30), {}), (box(20, 25, 30, 28), {})],
        "tree": [(Point(25, 15), TREE)],
        "wall": [(LineString([(12, 8), (30, 10)]), {"height_m": 1.2})],
    }
    spots = [(a + 0.5, b + 0.5) for a in range(1, 40, 3) for b in range(1, 40, 3)]
    few = ground(square(lamp=[lamp(15, 20)], **things), *spots)
    more = [lamp(15, 20), lamp(x, y, height_m=height, lumen=lumen)]
    assert (np.array(ground(square(lamp=more, **things), *spots)) >= few).all()


@settings(max_examples=10)
@given(angle=st.floats(0, 6.28), x=st.floats(-3e5, 3e5), y=st.floats(-3e5, 3e5))
def test_light_does_not_move_with_the_plan(angle: float, x: float, y: float) -> None:
    c, s = cos(angle), sin(angle)

    def moved(shape):
        return affine_transform(shape, [c, -s, s, c, x, y])

    def scene(move):
        foot, said = lamp(20, 20)
        return square(
            move(SITE),
            lamp=[(move(foot), said)],
            building=[(move(box(22, 15, 24, 19)), {})],
            tree=[(move(Point(16, 24)), TREE)],
            wall=[(move(LineString([(15, 15), (19, 15)])), {"height_m": 1.5})],
        )

    spots = [(18.3, 12.2), (25.7, 14.1), (13.1, 28.4), (27.9, 22.6), (16.4, 13.7)]
    there = [moved(Point(p)).coords[0] for p in spots]
    here = ground(scene(lambda shape: shape), *spots)
    assert ground(scene(moved), *there) == pytest.approx(here, abs=1e-6)


def test_splitting_a_wall_or_house_changes_nothing() -> None:
    whole = {"height_m": 1.5}
    one = square(
        lamp=[lamp(20, 20)],
        wall=[(LineString([(23, 10), (23, 30)]), whole)],
        building=[(box(10, 10, 12, 30), {})],
    )
    two = square(
        lamp=[lamp(20, 20)],
        wall=[
            (LineString([(23, 10), (23, 18.2)]), whole),
            (LineString([(23, 18.2), (23, 30)]), whole),
        ],
        building=[(box(10, 10, 12, 17), {}), (box(10, 17, 12, 30), {})],
    )
    here, there = (ground_light(lighting(plan)).worst for plan in (one, two))
    assert np.array_equal(here, there)


def _random_scene(seed: int) -> Plan:
    rng = np.random.default_rng(seed)

    def at() -> tuple[float, float]:
        return tuple(rng.uniform(3, 37, 2))

    houses = [(box(x, y, x + 3, y + 2.3), {}) for x, y in (at() for _ in range(5))]
    trees = [
        (
            Point(at()),
            {
                "crown_radius_m": float(rng.uniform(0.5, 3)),
                "base_m": float(rng.uniform(0, 4)),
                "height_m": float(rng.uniform(4.5, 9)),
            },
        )
        for _ in range(6)
    ]
    walls = [
        (LineString([at(), at()]), {"height_m": float(rng.uniform(0.3, 3))})
        for _ in range(4)
    ]
    shrubs = [(Point(at()).buffer(1.3, quad_segs=2), {"height_m": 1.1})]
    lamps = []
    while len(lamps) < 4:
        spot = Point(at())
        if all(h.distance(spot) > 0.1 for h, _ in houses):
            height = float(rng.uniform(3, 8))
            lamps.append(lamp(spot.x, spot.y, height_m=height, cutoff_deg=75.0))
    return square(lamp=lamps, building=houses, tree=trees, wall=walls, shrub=shrubs)


@pytest.mark.parametrize("seed", [1, 2])
def test_cells_get_what_plain_geometry_gives_them(seed: int) -> None:
    plan = _random_scene(seed)
    found = ground_light(lighting(plan))
    rows = np.flatnonzero(found.walkable.ravel())
    rows = np.random.default_rng(seed).choice(rows, 150, replace=False)
    spots, given = found.grid.centres[rows], found.worst.ravel()[rows]
    less, more = (on_ground(plan.of, spots, slack=s) for s in (1e-3, -1e-3))
    clear = less == more
    assert clear.mean() > 0.85
    assert given[clear] == pytest.approx(less[clear], abs=1e-9)


def test_the_grid_and_single_points_agree() -> None:
    plan = _random_scene(4)
    found = ground_light(lighting(plan))
    rows = np.flatnonzero(found.walkable.ravel())
    alone = ground(plan, *map(tuple, found.grid.centres[rows]))
    assert found.worst.ravel()[rows] == pytest.approx(alone, abs=1e-12)


def test_a_grid_may_be_finer_than_a_metre() -> None:
    light = lighting(square(lamp=[lamp(20, 20)]))
    grid = Grid.over(box(15, 15, 25, 25), 0.25)
    fine = light.ground(grid, np.ones(grid.shape, dtype=bool))
    rays = ground(light.plan, *map(tuple, grid.centres))
    assert fine.ravel() == pytest.approx(rays)
