"""Photometric files, EULUMDAT (.ldt) and IES LM-63 (.ies): read in the child process.

Parsed by the packages eulumdat-py and eulumdat-ies. They fill gaps with zeros and take
any counts, so what they give is checked here, and again by the parent process.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sbd.errors import PlanError
from sbd.plans.formats.reading import Reading, shown
from sbd.plans.photometric import MAX_ANGLES, photometry_from

#: The finest files, every 0.5 degree both ways, take about this much. [byte]
MAX_BYTES = 4_000_000
#: Half-planes around the vertical of one file at most.
_MAX_PLANES = 721


def read_photometric(path: Path, name: str, reading: Reading) -> None:
    """Read a photometric file and keep its intensities in the reading.

    Parameters
    ----------
    path : Path
        What the user gave.
    name : str
        Its base name.
    reading : Reading
        Gets the digest and the intensities.

    Raises
    ------
    PlanError
        If it cannot be used.
    """
    if path.stat().st_size > MAX_BYTES:
        raise PlanError(
            "{file} is larger than {size} MB: no photometric file of a lamp is.",
            file=shown(name),
            size=MAX_BYTES // 1_000_000,
        )
    suffix = path.suffix.lower()
    staged = reading.stage(path, reading.folder() / f"lamp{suffix}")
    try:
        found = _ldt(staged) if suffix == ".ldt" else _ies(staged)
    except (
        ValueError,
        IndexError,
        OverflowError,
        ZeroDivisionError,
        TypeError,
    ) as error:
        raise _unreadable(name) from error
    photometry_from(found, shown(name))
    reading.photometry.append({"name": name, **found})


def _unreadable(name: str) -> PlanError:
    return PlanError(
        "{file} is no photometric file that can be read: ask the maker of the lamp for "
        "it as EULUMDAT (.ldt) or IES LM-63 type C with TILT=NONE (.ies).",
        file=shown(name),
    )


def _ldt(path: Path) -> dict[str, list[float]]:
    """Read EULUMDAT: intensities per 1,000 lm of the first set of lamps."""
    from pyldt import LdtReader

    _check_counts(path)
    ldt = LdtReader.read(path)
    flow = float(ldt.header.lamp_flux[0])
    factor = (ldt.header.conv_factor or 1.0) * flow / 1000
    return _averaged(ldt, factor)


def _check_counts(path: Path) -> None:
    """Refuse a count of planes or angles that no file has, before room is made."""
    lines = path.read_text("latin-1").splitlines()
    for line, most in ((lines[3], _MAX_PLANES), (lines[5], MAX_ANGLES)):
        if not 1 <= float(line.strip().replace(",", ".")) <= most:
            msg = "counts out of range"
            raise ValueError(msg)


def _ies(path: Path) -> dict[str, list[float]]:
    """Read LM-63: candela as they are, whatever the light flow they were given for."""
    from eulumdat_ies import ies_to_ldt

    with warnings.catch_warnings(record=True) as told:
        # The reader warns where a file gives candela without a light flow.
        warnings.simplefilter("always")
        ldt = ies_to_ldt(path)
    lamps, flow = ldt.header.num_lamps[0], float(ldt.header.lamp_flux[0])
    return _averaged(ldt, 1.0 if told else lamps * flow / 1000)


def _averaged(ldt: Any, factor: float) -> dict[str, list[float]]:
    """Average the intensities all round; a short row, filled by none, is refused."""
    angles, planes = list(ldt.header.g_angles), list(ldt.header.c_angles)
    rows = [list(row) for row in ldt.intensities]
    if not np.isfinite(factor):
        msg = "a light flow without end"
        raise ValueError(msg)
    short = any(len(row) != len(angles) for row in rows)
    if short or not rows or len(rows) != len(planes) or len(rows) > _MAX_PLANES:
        msg = "intensities are missing"
        raise ValueError(msg)
    weights = _weights(planes)
    mean = factor * (weights @ np.array(rows, dtype=np.float64))
    return {"angles_deg": [float(a) for a in angles], "candela": mean.tolist()}


def _weights(planes: Sequence[float]) -> NDArray[np.float64]:
    """Return the share of the circle that each half-plane stands for. [1]

    Files of symmetric lamps hold a quarter or half of the circle, both ends included;
    others go all round, and the last plane is followed by the first.
    """
    given = np.array(planes, dtype=np.float64)
    if len(given) == 1:
        return np.ones(1)
    gaps = np.diff(given)
    if not (gaps > 0).all() or given[-1] - given[0] > 360:
        msg = "planes out of order"
        raise ValueError(msg)
    around = given[-1] - given[0] > 180
    ends = [360 - (given[-1] - given[0])] if around else [0.0]
    after, before = np.append(gaps, ends), np.append(ends, gaps)
    return np.asarray((after + before) / (after + before).sum())
