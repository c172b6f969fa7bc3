from __future__ import annotations

import pytest

from sbd.indicators.sun import Sun, declination_deg, solar_time_h, sun_position

BRUSSELS = 50.85


def test_the_golden_position_of_a_july_afternoon_in_brussels() -> None:
    hour = solar_time_h(13.0, day=202, longitude_deg=4.35)
    sun = sun_position(BRUSSELS, day=202, hour_h=hour)
    assert hour == pytest.approx(13 + 11 / 60, abs=1 / 60)
    assert sun.altitude_deg == pytest.approx(56.7, abs=0.1)
    assert sun.azimuth_deg == pytest.approx(211, abs=0.5)
    assert 10 * sun.shadow_per_metre == pytest.approx(6.6, abs=0.05)


def test_noon_on_the_longest_day() -> None:
    sun = sun_position(BRUSSELS, day=172, hour_h=12)
    assert sun.altitude_deg == pytest.approx(62.6, abs=0.05)
    assert sun.azimuth_deg == pytest.approx(180)


def test_noon_in_july_is_as_high_as_the_domain_base_says() -> None:
    sun = sun_position(BRUSSELS, day=202, hour_h=12)
    assert sun.altitude_deg == pytest.approx(59.5, abs=0.3)
    assert 5.2 <= 10 * sun.shadow_per_metre <= 5.9


def test_the_sun_stands_in_the_zenith_on_its_own_latitude() -> None:
    sun = sun_position(declination_deg(80), day=80, hour_h=12)
    assert sun.altitude_deg == pytest.approx(90)


def test_morning_mirrors_afternoon() -> None:
    before = sun_position(BRUSSELS, day=202, hour_h=9)
    after = sun_position(BRUSSELS, day=202, hour_h=15)
    assert before.altitude_deg == pytest.approx(after.altitude_deg)
    assert before.azimuth_deg == pytest.approx(360 - after.azimuth_deg)


def test_south_of_the_equator_the_noon_sun_stands_in_the_north() -> None:
    sun = sun_position(-33.9, day=355, hour_h=12.0001)
    assert sun.azimuth_deg == pytest.approx(0, abs=1) or sun.azimuth_deg > 359


def test_declination_at_the_solstices() -> None:
    assert declination_deg(172) == pytest.approx(23.45, abs=0.05)
    assert declination_deg(355) == pytest.approx(-23.45, abs=0.05)


def test_there_is_no_shadow_at_night() -> None:
    with pytest.raises(ValueError, match="below the horizon"):
        _ = Sun(-1.0, 0.0).shadow_per_metre
