"""Bring all layers into one metric CRS; ask where a file does not say its own."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from geopandas import GeoDataFrame, GeoSeries
from pyproj import CRS, Transformer
from pyproj.exceptions import ProjError

from sbd.errors import PlanError, QuestionError
from sbd.plans.ask import bounds_of, check_width, plausible, which_crs, width_of
from sbd.plans.crs_choice import (
    best_crs,
    choice_note,
    mixture_notes,
    reason_to_leave,
    same_crs,
)
from sbd.plans.placement import Frame, local_crs, turned
from sbd.plans.plan import Note
from sbd.plans.raw import RawLayer
from sbd.plans.systems import MARGIN_DEG, Bounds, area_of, crs_of, flat, label, within
from sbd.plans.values import METRES
from sbd.units import LENGTH_TOLERANCE_M, REPROJECTED_TOLERANCE_M

WGS84 = CRS.from_epsg(4326)


@dataclass(frozen=True)
class Georeference:
    """Layers in one metric CRS, and how they got there."""

    layers: tuple[RawLayer, ...]
    crs: CRS
    notes: tuple[Note, ...]
    tolerance_m: float
    frame: Frame


@dataclass(frozen=True)
class Position:
    """What the user said about coordinates.

    Parameters
    ----------
    crs : str, optional
        ``EPSG:n`` or ``local``, for files that do not state one.
    at : tuple of float, optional
        Where `origin` of a local drawing lies: longitude and latitude. [deg]
    unit : str, optional
        Unit of drawings that do not state one, or cannot have the one they state; of
        every local drawing.
    origin : tuple of float, optional
        A point of the drawing, in the unit of its first file; default the middle of
        the box round it.
    bearing : float
        Direction of the drawing's upward axis, clockwise from true north. [deg]
    """

    crs: str | None = None
    at: tuple[float, float] | None = None
    unit: str | None = None
    origin: tuple[float, float] | None = None
    bearing: float = 0.0


def georeference(
    layers: Sequence[RawLayer], position: Position, *, site: int | None = None
) -> Georeference:
    """Put all layers into one projected CRS in metres.

    Parameters
    ----------
    layers : sequence of RawLayer
        In the order of the files.
    position : Position
        What the user said.
    site : int, optional
        Number of the layer where the CRS has to be true to scale; default the first.

    Returns
    -------
    Georeference
        Notes: ``crs_given``, ``crs_local``, ``unit``, ``crs_kept`` or ``crs_chosen``,
        ``reprojected``, ``mixed_crs``.

    Raises
    ------
    QuestionError
        If a file does not say its CRS or unit and the user did not either.
    PlanError
        If the CRS named does not exist or contradicts every file.
    """
    placed, notes, frame = _placed(layers, position)
    source, target, why = _chosen(placed, site)
    notes.append(choice_note(source, target, why))
    notes += mixture_notes(placed, target)
    same = all(flat(layer.frame.crs) == target for layer in placed)
    return Georeference(
        tuple(_move(layer, target) for layer in placed),
        target,
        tuple(notes),
        LENGTH_TOLERANCE_M if same else REPROJECTED_TOLERANCE_M,
        replace(frame, crs=target),
    )


def without_place(layers: Sequence[RawLayer]) -> tuple[RawLayer, ...]:
    """Return the layers that do not say where they are."""
    return tuple(layer for layer in layers if _stated(layer) is None)


def _chosen(
    placed: Sequence[RawLayer], site: int | None
) -> tuple[CRS, CRS, str | None]:
    """Return the first layer's CRS, the plan's, and why it is another one."""
    middle = _middle(placed[0 if site is None else site])
    source = flat(placed[0].frame.crs)
    why = reason_to_leave(source, middle)
    return source, source if why is None else best_crs(middle), why


def _named(position: Position) -> CRS | str | None:
    """Return the CRS the user named, ``local``, or None."""
    if position.unit is not None and position.unit not in METRES:
        raise PlanError(
            "'{unit}' is not a unit: use {known}.",
            unit=position.unit,
            known=", ".join(METRES),
        )
    if position.crs == "local":
        _check_local(position)
        return "local"
    if position.at is not None:
        raise PlanError("--at goes with --crs local: add that, or leave --at out.")
    if position.origin is not None or position.bearing != 0:
        raise PlanError(
            "--origin and --bearing go with --crs local: add that, or leave them out."
        )
    return None if position.crs is None else crs_of(position.crs)


def _check_local(position: Position) -> None:
    """Refuse a place that is none."""
    if position.at is None:
        raise QuestionError(
            "--crs local needs --at LON,LAT: where the drawing's middle lies."
        )
    if not (abs(position.at[0]) <= 180 and abs(position.at[1]) < 85):
        raise PlanError(
            "--at is longitude,latitude in degrees, such as 4.3517,50.8466."
        )
    if not all(map(math.isfinite, (*(position.origin or ()), position.bearing))):
        raise PlanError(
            "--origin is a point of the drawing, such as 120.5,80, and --bearing an "
            "angle in degrees, such as 30."
        )


def _stated(layer: RawLayer) -> CRS | None:
    """Return the CRS a layer says it has; degrees that cannot be do not count."""
    crs = layer.frame.crs
    if crs is None:
        return None
    west, south, east, north = layer.frame.total_bounds
    beyond = max(abs(west), abs(east)) > 180.001 or max(abs(south), abs(north)) > 90.001
    return None if crs.is_geographic and beyond else CRS(crs)


def _check_contradiction(named: CRS | str | None, stated: Sequence[CRS | None]) -> None:
    known = [flat(crs) for crs in stated if crs is not None]
    if named is None or len(known) < len(stated):
        return
    if any(same_crs(crs, named) for crs in known):
        return
    names = ", ".join(sorted({label(crs) for crs in known}))
    raise PlanError(
        "--crs {crs} contradicts the files, which say {names}: leave it out.",
        crs=named if isinstance(named, str) else label(named),
        names=names,
    )


def _placed(
    layers: Sequence[RawLayer], position: Position
) -> tuple[list[RawLayer], list[Note], Frame]:
    """Give a CRS and metres to the layers that do not say theirs."""
    named = _named(position)
    stated = [_stated(layer) for layer in layers]
    _check_contradiction(named, stated)
    lost = [n for n, crs in enumerate(stated) if crs is None]
    if not lost:
        return list(layers), [], Frame(WGS84, WGS84, fixed=True)
    if named is None:
        raise which_crs([layers[n] for n in lost])
    notes: list[Note] = []
    placed = list(layers)
    factors = []
    for file in dict.fromkeys(layers[n].file for n in lost):
        numbers = [n for n in lost if layers[n].file == file]
        factor = _factor([layers[n] for n in numbers], named, position, notes)
        factors.append(factor)
        for n in numbers:
            placed[n] = _scaled(layers[n], factor)
    frame = _frame([placed[n] for n in lost], named, position, factors[0])
    for n in lost:
        placed[n] = replace(placed[n], frame=_set_down(placed[n].frame, frame))
    notes.append(_told_place([placed[n] for n in lost], frame, position))
    return placed, notes, replace(frame, fixed=len(lost) < len(layers))


def _factor(
    layers: Sequence[RawLayer],
    named: CRS | str,
    position: Position,
    notes: list[Note],
) -> float:
    """Return the metres in one unit of the drawings of a file. [m]

    Its own unit counts first. The unit asked for also serves where the file's own
    cannot be, and for local drawings, whose size is seen when they are placed.
    """
    if isinstance(named, CRS) and named.is_geographic:
        return 1.0
    own = next((layer.unit for layer in layers if layer.unit), None)
    asked = position.unit
    if own and asked and (named == "local" or not _fits(layers, own, named)):
        own = None
    used = own or asked or "m"
    how = "file" if own else ("option" if asked else "default")
    notes.append(Note("unit", {"file": layers[0].file, "unit": used, "by": how}))
    check_width(layers, METRES[used], asked)
    return METRES[used]


def _fits(layers: Sequence[RawLayer], unit: str, named: CRS | str) -> bool:
    """Tell whether drawings have a plan's size, and their CRS's place, in a unit."""
    assert isinstance(named, CRS)
    factor = METRES[unit]
    west, south, east, north = (value * factor for value in bounds_of(layers))
    return plausible(width_of(layers) * factor) and _inside(
        named, (west, south, east, north)
    )


def _scaled(layer: RawLayer, factor: float) -> RawLayer:
    """Scale a layer to metres."""
    if factor == 1.0:
        return layer
    geometry = layer.frame.geometry.scale(factor, factor, origin=(0, 0))
    return replace(layer, frame=layer.frame.set_geometry(geometry))


def _frame(
    layers: Sequence[RawLayer], named: CRS | str, position: Position, factor: float
) -> Frame:
    """Return how drawings in metres come to lie in a CRS."""
    if isinstance(named, CRS):
        return Frame(named, named, factor=factor)
    assert position.at is not None
    if position.origin is None:
        west, south, east, north = bounds_of(layers)
        origin = ((west + east) / 2, (south + north) / 2)
    else:
        origin = (position.origin[0] * factor, position.origin[1] * factor)
    crs = local_crs(position.at, origin)
    return Frame(crs, crs, origin, position.bearing, factor)


def _set_down(drawn: GeoDataFrame, frame: Frame) -> GeoDataFrame:
    """Turn a layer in metres, and say in which CRS it then is."""
    if frame.bearing != 0:
        geometry = shapely.transform(
            drawn.geometry.to_numpy(),
            lambda points: turned(points, frame.bearing, frame.origin_m),
        )
        drawn = drawn.set_geometry(GeoSeries(geometry, index=drawn.index))
    return drawn.set_crs(frame.drawn, allow_override=True)


def _told_place(layers: Sequence[RawLayer], frame: Frame, position: Position) -> Note:
    """Tell where drawings were put; ask again where that cannot be."""
    files = tuple(dict.fromkeys(layer.file for layer in layers))
    if position.at is not None:
        lon, lat = position.at
        placed = {"lon": lon, "lat": lat, "bearing": position.bearing}
        return Note("crs_local", {"files": files, **placed})
    west, south, east, north = layers[0].frame.total_bounds
    if not _inside(frame.drawn, (west, south, east, north)):
        raise QuestionError(
            "{file} would lie outside the area of {crs}: name "
            "another CRS with --crs, or the drawing's unit with --unit.",
            file=layers[0].file,
            crs=label(frame.drawn),
        )
    return Note("crs_given", {"files": files, "crs": label(frame.drawn)})


def _inside(crs: CRS, bounds: Bounds) -> bool:
    """Tell whether the middle of a drawing is in the area of a CRS, or near it."""
    place = _place_of(crs, bounds)
    return place is not None and within(area_of(crs), *place, margin=MARGIN_DEG)


def _place_of(crs: CRS, bounds: Bounds) -> tuple[float, float] | None:
    """Return the middle of a box in longitude and latitude, if it has one. [deg]"""
    west, south, east, north = bounds
    try:
        transformer = Transformer.from_crs(crs, WGS84, always_xy=True)
        lon, lat = transformer.transform((west + east) / 2, (south + north) / 2)
    except ProjError:
        return None
    known = math.isfinite(lon) and math.isfinite(lat)
    return (float(lon), float(lat)) if known else None


def _middle(layer: RawLayer) -> tuple[float, float]:
    """Return the middle of a layer in longitude and latitude. [deg]"""
    west, south, east, north = layer.frame.total_bounds
    place = _place_of(layer.frame.crs, (west, south, east, north))
    if place is None:
        raise PlanError(
            "The coordinates of {file} do not fit its CRS ({crs}): export it again "
            "with the right one.",
            file=layer.file,
            crs=label(CRS(layer.frame.crs)),
        )
    return place


def _move(layer: RawLayer, target: CRS) -> RawLayer:
    """Reproject a layer."""
    crs = flat(layer.frame.crs)
    if same_crs(crs, target):
        frame = layer.frame.set_crs(target, allow_override=True)
        return replace(layer, frame=frame)
    frame = layer.frame.set_crs(crs, allow_override=True).to_crs(target)
    if not np.isfinite(frame.total_bounds).all():
        raise PlanError(
            "Some coordinates of {file} do not fit {crs}: check them.",
            file=layer.file,
            crs=label(crs),
        )
    return replace(layer, frame=frame)
