"""Photometric files: what a maker measured of a luminaire, as a plan keeps it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isfinite
from pathlib import Path, PurePath
from typing import Any

from sbd.errors import PlanError

SUFFIXES = (".ldt", ".ies")
#: Angles of one file at most; the finest files have one every 0.5 degree.
MAX_ANGLES = 1_801
#: The brightest flood lights send less than this in any direction. [cd]
MAX_CANDELA = 1e8


@dataclass(frozen=True)
class Photometry:
    """The intensities of one luminaire, averaged all round.

    Parameters
    ----------
    name : str
        Name of the file.
    angles_deg : tuple of float
        From straight down (0) up to at most straight up (180), rising. [deg]
    candela : tuple of float
        Intensity at each, the mean over all directions around the vertical: a plan
        does not say which way a lamp is turned. [cd]
    """

    name: str
    angles_deg: tuple[float, ...]
    candela: tuple[float, ...]


def photometry_from(about: Mapping[str, Any], name: str) -> Photometry:
    """Check what was read of a file, as it comes from another process or a plan file.

    Parameters
    ----------
    about : mapping
        ``angles_deg`` and ``candela``.
    name : str
        Name of the file.

    Raises
    ------
    PlanError
        If it holds anything but finite numbers in rising order of angles.
    """
    try:
        angles = tuple(float(a) for a in about["angles_deg"])
        candela = tuple(float(c) for c in about["candela"])
    except (KeyError, TypeError, ValueError) as error:
        raise _unfit(name) from error
    sound = (
        2 <= len(angles) <= MAX_ANGLES
        and len(angles) == len(candela)
        and all(isfinite(a) and 0 <= a <= 180 for a in angles)
        and all(a < b for a, b in pairwise(angles))
        and all(isfinite(c) and 0 <= c <= MAX_CANDELA for c in candela)
        and max(candela) > 0
    )
    if not sound:
        raise _unfit(name)
    return Photometry(name, angles, candela)


def _unfit(name: str) -> PlanError:
    return PlanError(
        "{file} holds no intensities that can be used: ask the maker of the lamp for "
        "the photometric file again, as EULUMDAT (.ldt) or IES LM-63 type C (.ies).",
        file=name,
    )


def file_key(name: str) -> str:
    """Return a file's name as it is compared: without folders, in any case."""
    return PurePath(name.replace("\\", "/")).name.strip().casefold()


def is_photometric(path: Path) -> bool:
    """Tell whether a file is photometric, by its name: its content tells nothing."""
    return path.suffix.lower() in SUFFIXES


def plan_name(paths: Sequence[Path]) -> str:
    """Return what a plan is called after its files: the first that draws anything."""
    drawn = [path for path in paths if not is_photometric(path)]
    return (drawn or list(paths))[0].name.split(".")[0]
