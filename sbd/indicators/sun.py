"""Where the sun stands, by day of the year, solar time and latitude."""

from __future__ import annotations

from dataclasses import dataclass
from math import acos, atan2, cos, degrees, pi, radians, sin, tan


@dataclass(frozen=True)
class Sun:
    """A position of the sun.

    Parameters
    ----------
    altitude_deg : float
        Angle above the horizon. [deg]
    azimuth_deg : float
        Direction from true north, clockwise. [deg]
    """

    altitude_deg: float
    azimuth_deg: float

    @property
    def shadow_per_metre(self) -> float:
        """Length of the shadow of an object 1 m high. [m]

        Raises
        ------
        ValueError
            If the sun is below the horizon.
        """
        if self.altitude_deg <= 0:
            msg = "the sun is below the horizon at this day and hour"
            raise ValueError(msg)
        return 1 / tan(radians(self.altitude_deg))


def sun_position(latitude_deg: float, *, day: float, hour_h: float) -> Sun:
    """Return the position of the sun.

    Parameters
    ----------
    latitude_deg : float
        Latitude, north positive. [deg]
    day : float
        Day of the year; 1 January is 1. [d]
    hour_h : float
        True solar time; the sun stands due south at 12 (north of the tropics). [h]

    Returns
    -------
    Sun
        Exact for a given declination; refraction (below 0.02 deg above 30 deg of
        altitude) is left out.
    """
    latitude, declination = radians(latitude_deg), radians(declination_deg(day))
    angle = radians(15.0 * (hour_h - 12.0))
    height = sin(latitude) * sin(declination)
    height += cos(latitude) * cos(declination) * cos(angle)
    altitude = pi / 2 - acos(max(-1.0, min(1.0, height)))
    west = cos(declination) * sin(angle)
    south = cos(declination) * cos(angle) * sin(latitude)
    south -= sin(declination) * cos(latitude)
    return Sun(degrees(altitude), (180.0 + degrees(atan2(west, south))) % 360.0)


def declination_deg(day: float) -> float:
    """Return the declination of the sun on a day of the year. [deg]

    References
    ----------
    J. W. Spencer (1971), Fourier series representation of the position of the sun,
    Search 2 (5), 172. The method's checked position (56.7 deg on 21 July) follows
    it; against present almanacs it is up to 0.25 deg off in July, which shortens
    shadows by about 1 %.
    """
    turn = _day_angle(day)
    series = (
        0.006918
        - 0.399912 * cos(turn)
        + 0.070257 * sin(turn)
        - 0.006758 * cos(2 * turn)
        + 0.000907 * sin(2 * turn)
        - 0.002697 * cos(3 * turn)
        + 0.001480 * sin(3 * turn)
    )
    return degrees(series)


def solar_time_h(utc_h: float, *, day: float, longitude_deg: float) -> float:
    """Return true solar time. [h]

    Parameters
    ----------
    utc_h : float
        Time of the clock, UTC. [h]
    day : float
        Day of the year. [d]
    longitude_deg : float
        Longitude, east positive. [deg]

    References
    ----------
    Equation of time: J. W. Spencer (1971), as above; error below 0.6 min.
    """
    turn = _day_angle(day)
    minutes = 229.18 * (
        0.000075
        + 0.001868 * cos(turn)
        - 0.032077 * sin(turn)
        - 0.014615 * cos(2 * turn)
        - 0.040849 * sin(2 * turn)
    )
    return utc_h + longitude_deg / 15.0 + minutes / 60.0


def _day_angle(day: float) -> float:
    """Return the day of the year as an angle. [rad]"""
    return 2 * pi * (day - 1) / 365
