"""Golden numbers of the domain, section H, and what a rating says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbd.indicators.impact import (
    KMH,
    bend_speed,
    kinetic_energy,
    rated_energy,
    straight_speed,
)

GRAVITY = 9.81
SPEEDS = st.floats(0, 60)


@pytest.mark.parametrize(
    ("start_kmh", "acceleration", "end_kmh"),
    [
        (30, 3.0, 74.6),
        (50, 3.0, 84.6),
        (30, 2.0, 63.3),
        (30, 1.2, 52.6),
        (30, 0.8, 46.3),
    ],
)
def test_speed_after_60_m(start_kmh, acceleration, end_kmh) -> None:
    found = straight_speed(start_kmh / KMH, acceleration, 60) * KMH
    assert found == pytest.approx(end_kmh, abs=0.06)


@pytest.mark.parametrize(
    ("friction", "radius", "kmh"), [(0.7, 10, 29.8), (1.0, 10, 35.7), (0.7, 20, 42.2)]
)
def test_speed_in_a_bend(friction, radius, kmh) -> None:
    assert bend_speed(radius, friction, GRAVITY) * KMH == pytest.approx(kmh, abs=0.06)


@pytest.mark.parametrize(
    ("mass", "kmh", "kilojoule"), [(1500, 50, 145), (3500, 50, 338), (7200, 80, 1778)]
)
def test_energy(mass, kmh, kilojoule) -> None:
    assert kinetic_energy(mass, kmh / KMH) / 1000 == pytest.approx(kilojoule, abs=0.6)


@pytest.mark.parametrize(
    ("rating", "kilojoule"),
    [
        ("IWA 14 N1 48 km/h 90 deg", 311),
        ("PAS 68 M1/64", 237),
        ("PAS 68:2013 Bollard V/7500[N2]/64/90:0.0/5.0", 1185),
        ("ISO 22343-1 Bollard V/7200[N3C]/80/90", 1778),
        ("IWA 14-1 N1G 48", 222),
        ("ASTM F2656 M30", 656),
        ("M50 P1", 1679),
        ("ASTM F2656-20 PU60 C40 P2", 179),
        ("IWA 14 M1 48 km/h, IWA 14 N1 48 km/h", 311),
    ],
)
def test_what_a_rating_says(rating, kilojoule) -> None:
    assert rated_energy(rating) / 1000 == pytest.approx(kilojoule, abs=0.6)


@pytest.mark.parametrize("rating", ["none", "None", "unrated"])
def test_not_tested_is_nothing(rating) -> None:
    assert rated_energy(rating) == 0.0


@pytest.mark.parametrize("rating", [None, "", "steel, strong", "N1", "48 km/h"])
def test_what_says_nothing_is_unknown(rating) -> None:
    assert rated_energy(rating) is None


@given(SPEEDS, st.floats(0.1, 5), st.floats(0, 300), st.floats(0, 300))
def test_a_run_in_two_parts_is_one_run(start, acceleration, first, second) -> None:
    middle = straight_speed(start, acceleration, first)
    whole = straight_speed(start, acceleration, first + second)
    assert straight_speed(middle, acceleration, second) == pytest.approx(float(whole))
