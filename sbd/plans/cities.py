"""The nearest city, so that a place can be said in words without asking anyone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
import yaml
from pyproj import Geod

from sbd.locale import LANGS

_GEOD = Geod(ellps="WGS84")


@dataclass(frozen=True)
class City:
    """A city of Europe.

    Parameters
    ----------
    names : dict of str to str
        By language.
    country : str
        ISO 3166 code of two letters.
    lon, lat : float
        Its centre, rounded to a kilometre. [deg]
    """

    names: dict[str, str]
    country: str
    lon: float
    lat: float


@cache
def cities() -> tuple[City, ...]:
    """Return all cities of ``cities.yaml``."""
    file = resources.files(__package__).joinpath("cities.yaml")
    listed = yaml.safe_load(file.read_text("utf-8"))["cities"]
    return tuple(
        City(
            {lang: row.get(lang, row["en"]) for lang in LANGS},
            row["country"],
            *row["at"],
        )
        for row in listed
    )


def nearest_city(lon: float, lat: float) -> tuple[City, float]:
    """Return the city nearest to a place, and the distance to its centre.

    Parameters
    ----------
    lon, lat : float
        The place. [deg]

    Returns
    -------
    tuple of City and float
        The distance is along the ellipsoid. [m]
    """
    there = np.array([(c.lon, c.lat) for c in cities()])
    here = np.full(len(there), lon), np.full(len(there), lat)
    _, _, distances = _GEOD.inv(*here, there[:, 0], there[:, 1])
    nearest = int(np.argmin(distances))
    return cities()[nearest], float(distances[nearest])
