"""Photometry of a point source: what one lamp gives to a plane, a wall or a face.

An estimate at the drawing stage, never a lighting design: lamps are points, nothing
reflects, and light that no lamp sends is left out. Source of the formulae: domain, C3
(the form of EN 13201-3); they are written here with the straight distance D, as
cos(gamma) = h / D and sin(epsilon) = a / D, so that they also hold for a lamp below
the plane or level with it.
"""

from __future__ import annotations

from math import cos, pi, radians
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

if TYPE_CHECKING:
    from sbd.plans.photometric import Photometry

Floats = NDArray[np.float64]
#: One number or an array of them.
Numbers = float | Floats
#: Steps of the tables made of photometric files: exact for files whose angles are
#: whole steps, as all usual ones are. [deg]
TABLE_STEP_DEG = 0.25
#: Angles of such a table: from straight down to straight up. [deg]
TABLE_DEG = np.arange(0.0, 180.0 + TABLE_STEP_DEG / 2, TABLE_STEP_DEG)


def constant_intensity(lumen: ArrayLike, cutoff_deg: ArrayLike) -> Floats:
    """Return the intensity of a lamp that sends all its light evenly into a cone.

    Parameters
    ----------
    lumen : array
        Light flow of the lamp. [lm]
    cutoff_deg : array
        Angle from straight down at which the cone ends. [deg]

    Returns
    -------
    array
        Inside the cone; nothing is sent outside it. [cd]
        4,000 lm within 70 degrees give 967.5 cd. Source: domain, C3 and H.
    """
    opening = 1 - np.cos(np.radians(np.asarray(cutoff_deg, dtype=np.float64)))
    return np.asarray(lumen, dtype=np.float64) / (2 * pi * opening)


def lambert_intensity(lumen: float, gamma_deg: ArrayLike) -> Floats:
    """Return the intensity of a lamp that shines as a flat bright disc does.

    Parameters
    ----------
    lumen : float
        Light flow of the lamp. [lm]
    gamma_deg : array
        Angles from straight down. [deg]

    Returns
    -------
    array
        [cd] Source: domain, C3, the alternative; a check of the constant cone.
    """
    falling = np.cos(np.radians(np.asarray(gamma_deg, dtype=np.float64)))
    return np.asarray(lumen * np.maximum(falling, 0.0) / pi)


def table_of(photometry: Photometry) -> Floats:
    """Return the intensities of a photometric file at `TABLE_DEG`. [cd]

    Between the file's angles they run straight; beyond its last angle nothing is sent.
    """
    given = np.interp(TABLE_DEG, photometry.angles_deg, photometry.candela)
    outside = (photometry.angles_deg[0] > TABLE_DEG) | (
        photometry.angles_deg[-1] < TABLE_DEG
    )
    return np.where(outside, 0.0, given)


def horizontal(intensity: Numbers, height_m: Numbers, away_m: Numbers) -> Floats:
    """Return the light on level ground, ``I cos^3(gamma) / h^2``. [lx]

    Parameters
    ----------
    intensity : array
        Towards the point, with the maintenance factor. [cd]
    height_m : array
        Of the lamp above the point. [m]
    away_m : array
        From the foot of the lamp to the point. [m]

    Returns
    -------
    array
        [lx]
    """
    height = np.asarray(height_m, dtype=np.float64)
    distance = np.hypot(height, away_m)
    return np.asarray(intensity * np.maximum(height, 0.0) / distance**3)


def vertical(
    intensity: Numbers, height_m: Numbers, away_m: Numbers, cos_alpha: Numbers
) -> Floats:
    """Return the light on an upright plane, ``I cos(alpha) sin(epsilon) / D^2``. [lx]

    Parameters
    ----------
    intensity, height_m, away_m : array
        As in `horizontal`; the height is that above the point on the plane.
    cos_alpha : array
        Of the angle, seen from above, between the plane's normal and the lamp. [1]

    Returns
    -------
    array
        Nothing where the lamp stands behind the plane. [lx]
    """
    away = np.asarray(away_m, dtype=np.float64)
    distance = np.hypot(height_m, away)
    facing = np.maximum(cos_alpha, 0.0)
    return np.asarray(intensity * facing * away / distance**3)


def semicylindrical(
    intensity: Numbers, height_m: Numbers, away_m: Numbers, cos_alpha: Numbers
) -> Floats:
    """Return the light on a face: ``I (1 + cos(alpha)) sin(epsilon) / (pi D^2)``. [lx]

    Parameters
    ----------
    intensity, height_m, away_m : array
        As in `horizontal`; the height is that above the face.
    cos_alpha : array
        Of the angle, seen from above, between where the face looks and the lamp. [1]

    Returns
    -------
    array
        [lx]
    """
    away = np.asarray(away_m, dtype=np.float64)
    distance = np.hypot(height_m, away)
    facing = 1 + np.asarray(cos_alpha, dtype=np.float64)
    return np.asarray(intensity * facing * away / (pi * distance**3))


def cosine_of(cutoff_deg: float) -> float:
    """Return the cosine below which a lamp sends nothing; 90 degrees is level. [1]"""
    return cos(radians(cutoff_deg))
