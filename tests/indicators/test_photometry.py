"""Light of one lamp: the golden numbers of the method, and school geometry."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbd.indicators.photometry import (
    TABLE_DEG,
    constant_intensity,
    horizontal,
    lambert_intensity,
    semicylindrical,
    table_of,
    vertical,
)
from sbd.plans.photometric import Photometry

MF, HEIGHT, LUMEN = 0.8, 5.0, 4000.0
HEIGHTS = st.floats(0.5, 20)
AWAY = st.floats(0, 50)


def test_the_golden_lamp_sends_967_candela() -> None:
    assert constant_intensity(LUMEN, 70.0) == pytest.approx(967.5, abs=0.05)


@pytest.mark.parametrize(("away", "lux"), [(0, 30.96), (5, 10.95), (10, 2.77)])
def test_the_golden_lamp_on_the_ground(away: float, lux: float) -> None:
    given = constant_intensity(LUMEN, 70.0) * MF
    assert horizontal(given, HEIGHT, away) == pytest.approx(lux, abs=0.005)


@pytest.mark.parametrize(("away", "lux"), [(0, 40.74), (5, 10.19), (10, 1.63)])
def test_the_golden_lamp_as_a_lambert_disc(away: float, lux: float) -> None:
    gamma = np.degrees(np.arctan2(away, HEIGHT))
    given = lambert_intensity(LUMEN, gamma) * MF
    assert horizontal(given, HEIGHT, away) == pytest.approx(lux, abs=0.005)


def test_a_cone_and_a_disc_send_all_their_light() -> None:
    # Summed up over rings of the sphere, 2 pi sin(gamma) dgamma.
    edges = np.radians(np.linspace(0, 90, 9001))
    middle = (edges[1:] + edges[:-1]) / 2
    ring = 2 * np.pi * np.sin(middle) * np.diff(edges)
    cone = np.where(np.degrees(middle) <= 70, constant_intensity(LUMEN, 70.0), 0.0)
    assert (cone * ring).sum() == pytest.approx(LUMEN, rel=1e-3)
    disc = lambert_intensity(LUMEN, np.degrees(middle))
    assert (disc * ring).sum() == pytest.approx(LUMEN, rel=1e-3)


def test_at_45_degrees_a_wall_gets_what_the_ground_gets() -> None:
    assert vertical(100.0, 3.0, 3.0, 1.0) == pytest.approx(
        float(horizontal(100.0, 3.0, 3.0))
    )


def test_a_wall_seen_aslant_gets_its_cosine_and_from_behind_nothing() -> None:
    straight = float(vertical(100.0, 4.0, 3.0, 1.0))
    assert straight == pytest.approx(100 * 3 / 125)
    assert vertical(100.0, 4.0, 3.0, 0.5) == pytest.approx(straight / 2)
    assert vertical(100.0, 4.0, 3.0, -0.5) == 0


def test_a_face_gets_light_from_all_sides_but_behind() -> None:
    ahead, aside, behind = semicylindrical(100.0, 4.0, 3.0, np.array([1.0, 0.0, -1.0]))
    assert ahead == pytest.approx(2 * 100 * 3 / (np.pi * 125))
    assert aside == pytest.approx(ahead / 2)
    assert behind == 0


def test_the_forms_are_those_of_the_method() -> None:
    # I cos^3(gamma) / h^2 and I (1 + cos(alpha)) sin(eps) cos^2(eps) / (pi h^2).
    h, a, i, alpha = 3.5, 6.0, 500.0, np.radians(30)
    eps = np.arctan2(a, h)
    assert horizontal(i, h, a) == pytest.approx(i * np.cos(eps) ** 3 / h**2)
    shared = i * np.sin(eps) * np.cos(eps) ** 2 / h**2
    assert vertical(i, h, a, np.cos(alpha)) == pytest.approx(shared * np.cos(alpha))
    face = shared * (1 + np.cos(alpha)) / np.pi
    assert semicylindrical(i, h, a, np.cos(alpha)) == pytest.approx(face)


@given(HEIGHTS, AWAY, st.floats(0.1, 10))
def test_light_falls_with_the_square_of_the_scale(
    height: float, away: float, scale: float
) -> None:
    near = horizontal(100.0, height, away)
    assert horizontal(100.0, scale * height, scale * away) * scale**2 == pytest.approx(
        float(near)
    )


def test_a_lamp_below_the_ground_or_level_with_it_gives_it_nothing() -> None:
    assert horizontal(100.0, 0.0, 5.0) == 0
    assert horizontal(100.0, -1.0, 5.0) == 0


def test_a_file_runs_straight_between_its_angles_and_ends_with_them() -> None:
    table = table_of(Photometry("x.ldt", (10.0, 30.0, 90.0), (100.0, 300.0, 0.0)))
    at = dict(zip(TABLE_DEG.tolist(), table.tolist(), strict=True))
    assert at[9.75] == 0
    assert at[10.0] == 100
    assert at[20.0] == 200
    assert at[60.0] == 150
    assert at[90.25] == at[180.0] == 0
