"""How fast a vehicle can arrive, and what a barrier was tested against.

Plain physics for protective planning, to be replaced by a qualified assessment of the
site where much depends on it. Sources: domain, section B (B1 to B4); the method of
FEMA 430 and MIL-HDBK-1013/14.
"""

from __future__ import annotations

import re
from math import inf

import numpy as np
from numpy.typing import ArrayLike, NDArray

#: Kilometres an hour in one metre a second.
KMH = 3.6
#: Mass of the test vehicle by its code. [kg] Source: domain, B3 (PAS 68; IWA 14-1 and
#: ISO 22343-1; ASTM F2656).
TEST_MASS_KG = {
    "M1": 1500.0,
    "N1G": 2500.0,
    "N1": 3500.0,
    "N2A": 7200.0,
    "N2B": 7200.0,
    "N2": 7500.0,
    "N3C": 7200.0,
    "N3F": 29500.0,
    "N3G": 29500.0,
}
#: Mass and speed of the ratings of ASTM F2656. [kg, km/h] Source: domain, B3.
ASTM = {
    "C": 1100.0,
    "PU": 2300.0,
    "M": 6800.0,
    "C7": 7200.0,
    "H": 29500.0,
}
ASTM_SPEED_KMH = {30: 50.0, 40: 65.0, 50: 80.0}
#: What a plan writes where an element was never tested.
UNRATED = ("none", "no", "unrated")

_TESTED = re.compile(
    r"\b(M1|N1G|N1|N2A|N2B|N2|N3C|N3F|N3G)\b\D{0,12}?(\d{2,3})(?:\s*km/?h)?"
)
_ASTM = re.compile(r"\b(PU|C7|C|M|H)[- /]?(30|40|50)\b")


def straight_speed(v0: ArrayLike, acceleration: float, distance: ArrayLike) -> Floats:
    """Return the speed after a straight run. [m/s]

    v = sqrt(v0^2 + 2 a d). Source: domain, B1.

    Parameters
    ----------
    v0 : array_like
        Speed at the start. [m/s]
    acceleration : float
        Of the class of vehicle. [m/s2]
    distance : array_like
        Length of the run. [m]

    Returns
    -------
    array
        Speed at its end. [m/s]
    """
    start = np.asarray(v0, dtype=float)
    run = np.asarray(distance, dtype=float)
    return np.asarray(np.sqrt(start**2 + 2 * acceleration * run))


def bend_speed(radius: ArrayLike, friction: float, gravity: float) -> Floats:
    """Return the speed at which a bend can just be driven, on the flat. [m/s]

    v = sqrt(mu g r). Source: domain, B2.

    Parameters
    ----------
    radius : array_like
        Of the path of the vehicle's middle. [m]
    friction : float
        Between wheels and ground; a high one is on the safe side. [1]
    gravity : float
        [m/s2]

    Returns
    -------
    array
        Speed. [m/s]
    """
    return np.asarray(np.sqrt(friction * gravity * np.asarray(radius, dtype=float)))


def kinetic_energy(mass: ArrayLike, speed: ArrayLike) -> Floats:
    """Return the energy of a vehicle. [J]

    Parameters
    ----------
    mass : array_like
        [kg]
    speed : array_like
        [m/s]

    Returns
    -------
    array
        m v^2 / 2. Source: domain, B3. [J]
    """
    mass, speed = np.asarray(mass, dtype=float), np.asarray(speed, dtype=float)
    return np.asarray(0.5 * mass * speed**2)


def rated_energy(rating: str | None) -> float | None:
    """Return the energy at which an element was tested. [J]

    Parameters
    ----------
    rating : str, optional
        As the plan writes it: ``IWA 14 N1 48 km/h 90 deg``, ``PAS 68 M1/64``,
        ``ASTM F2656 M30``, ``none``.

    Returns
    -------
    float, optional
        0 for one that was not tested; None where nothing, or nothing that can be
        read, is said. Of several tests in one rating the strongest.
    """
    if rating is None:
        return None
    said = rating.strip().upper()
    if said.casefold() in UNRATED:
        return 0.0
    found = -inf
    for code, speed in _TESTED.findall(said):
        energy = kinetic_energy(TEST_MASS_KG[code], float(speed) / KMH)
        found = max(found, float(energy))
    if "ASTM" in said or "F2656" in said or found == -inf:
        for code, speed in _ASTM.findall(said):
            energy = kinetic_energy(ASTM[code], ASTM_SPEED_KMH[int(speed)] / KMH)
            found = max(found, float(energy))
    return None if found == -inf else found


Floats = NDArray[np.float64]
