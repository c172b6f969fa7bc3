"""Bring all layers into one metric CRS; ask where a file does not say its own."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from pyproj import CRS, Proj, Transformer
from pyproj.exceptions import CRSError, ProjError
from pyproj.transformer import TransformerGroup
from shapely.geometry import Point, Polygon

from sbd.errors import PlanError, QuestionError
from sbd.plans.ask import check_width, plausible, which_crs, width_of
from sbd.plans.plan import Note
from sbd.plans.raw import RawLayer
from sbd.plans.values import METRES
from sbd.units import LENGTH_TOLERANCE_M, REPROJECTED_TOLERANCE_M

WGS84 = CRS.from_epsg(4326)
#: A projected CRS is kept while its scale at the site is this near to 1. [1]
#: Source: method, section 2.
MAX_SCALE_ERROR = 0.001
#: Coordinates this far outside a CRS's area of use are in another one. [deg]
_MARGIN_DEG = 0.1
_EPSG = re.compile(r"(?:epsg:)?(\d{1,6})", re.IGNORECASE)
#: Belgium's CRS for plans in degrees. Source: method, section 2.
BELGIAN = "EPSG:3812"
#: A coarse outline of Belgium (a few kilometres), only to choose that CRS. [deg]
_BELGIUM = Polygon(
    [
        (2.54, 51.09), (3.37, 51.38), (4.24, 51.38), (4.40, 51.47), (4.83, 51.50),
        (5.04, 51.48), (5.24, 51.27), (5.80, 51.17), (5.65, 50.88), (5.70, 50.76),
        (6.02, 50.76), (6.40, 50.33), (6.13, 50.12), (5.75, 49.78), (5.90, 49.66),
        (5.82, 49.54), (5.45, 49.50), (4.86, 49.79), (4.86, 50.15), (4.20, 49.95),
        (4.03, 50.35), (3.67, 50.45), (3.27, 50.69), (2.89, 50.69),
    ]
)  # fmt: skip


@dataclass(frozen=True)
class Georeference:
    """Layers in one metric CRS, and how they got there."""

    layers: tuple[RawLayer, ...]
    crs: CRS
    notes: tuple[Note, ...]
    tolerance_m: float


@dataclass(frozen=True)
class Position:
    """What the user said about coordinates.

    Parameters
    ----------
    crs : str, optional
        ``EPSG:n`` or ``local``, for files that do not state one.
    at : tuple of float, optional
        Where the middle of a local drawing lies: longitude and latitude. [deg]
    unit : str, optional
        Unit of drawings that do not state one.
    """

    crs: str | None = None
    at: tuple[float, float] | None = None
    unit: str | None = None


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
    named = _named(position)
    stated = [_stated(layer) for layer in layers]
    _check_contradiction(named, stated)
    placed, notes = _place(layers, stated, named, position)
    middle = _middle(placed[0 if site is None else site])
    source = flat(placed[0].frame.crs)
    why = _reason_to_leave(source, middle)
    target = source if why is None else _best(middle)
    notes.append(_told(source, target, why))
    notes += _mixture(placed, target)
    same = all(flat(layer.frame.crs) == target for layer in placed)
    return Georeference(
        tuple(_move(layer, target) for layer in placed),
        target,
        tuple(notes),
        LENGTH_TOLERANCE_M if same else REPROJECTED_TOLERANCE_M,
    )


def _named(position: Position) -> CRS | str | None:
    """Return the CRS the user named, ``local``, or None."""
    if position.unit is not None and position.unit not in METRES:
        raise PlanError(
            "'{unit}' is not a unit: use {known}.",
            unit=position.unit,
            known=", ".join(METRES),
        )
    if position.crs == "local":
        if position.at is None:
            raise QuestionError(
                "--crs local needs --at LON,LAT: where the drawing's middle lies."
            )
        if not (abs(position.at[0]) <= 180 and abs(position.at[1]) < 85):
            raise PlanError(
                "--at is longitude,latitude in degrees, such as 4.3517,50.8466."
            )
        return "local"
    if position.at is not None:
        raise PlanError("--at goes with --crs local: add that, or leave --at out.")
    if position.crs is None:
        return None
    try:
        code = _EPSG.fullmatch(position.crs.strip())
        crs = flat(CRS.from_epsg(int(code[1]) if code else 0))
    except CRSError as error:
        raise PlanError(
            "'{crs}' is not a CRS: write --crs EPSG:31370, or local.", crs=position.crs
        ) from error
    if not (crs.is_projected or crs.is_geographic):
        raise PlanError(
            "'{crs}' is not a CRS for plans: write --crs EPSG:31370.", crs=position.crs
        )
    return crs


def flat(crs: CRS) -> CRS:
    """Return the horizontal part of a CRS."""
    parts = [c for c in crs.sub_crs_list if c.is_projected or c.is_geographic]
    return parts[0] if parts else crs


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
    if any(_equal(crs, named) for crs in known):
        return
    names = ", ".join(sorted({label(crs) for crs in known}))
    raise PlanError(
        "--crs {crs} contradicts the files, which say {names}: leave it out.",
        crs=named if isinstance(named, str) else label(named),
        names=names,
    )


def _equal(crs: CRS, named: CRS | str) -> bool:
    return isinstance(named, CRS) and crs.equals(named, ignore_axis_order=True)


def label(crs: CRS) -> str:
    """Return the short name of a CRS: its EPSG code, else its own name."""
    code = crs.to_epsg()
    return crs.name if code is None else f"EPSG:{code}"


def _place(
    layers: Sequence[RawLayer],
    stated: Sequence[CRS | None],
    named: CRS | str | None,
    position: Position,
) -> tuple[list[RawLayer], list[Note]]:
    """Give a CRS and metres to the layers that do not say theirs."""
    lost = [n for n, crs in enumerate(stated) if crs is None]
    if not lost:
        return list(layers), []
    if named is None:
        raise which_crs([layers[n] for n in lost])
    notes: list[Note] = []
    placed = list(layers)
    degrees = isinstance(named, CRS) and named.is_geographic
    if not degrees:
        for file in dict.fromkeys(layers[n].file for n in lost):
            drawing = [n for n in lost if layers[n].file == file]
            drawn = [layers[n] for n in drawing]
            scaled = _in_metres(drawn, position.unit, notes)
            check_width(scaled, drawn, position.unit)
            for n, layer in zip(drawing, scaled, strict=True):
                placed[n] = layer
    crs = _local([placed[n] for n in lost], position) if named == "local" else named
    for n in lost:
        frame = placed[n].frame.set_crs(crs, allow_override=True)
        placed[n] = replace(placed[n], frame=frame)
    files = tuple(dict.fromkeys(layers[n].file for n in lost))
    if position.at is not None:
        lon, lat = position.at
        notes.append(Note("crs_local", {"files": files, "lon": lon, "lat": lat}))
    else:
        notes.append(Note("crs_given", {"files": files, "crs": label(CRS(crs))}))
        _check_inside(CRS(crs), [placed[n] for n in lost])
    return placed, notes


def _in_metres(
    layers: Sequence[RawLayer], unit: str | None, notes: list[Note]
) -> list[RawLayer]:
    """Scale the drawings of one file to metres; its own unit counts first.

    The unit asked for also serves where the file's own cannot be.
    """
    own = next((layer.unit for layer in layers if layer.unit), None)
    used = own or unit or "m"
    how = "file" if own else ("option" if unit else "default")
    if own and unit and not plausible(width_of(layers) * METRES[own]):
        used, how = unit, "option"
    notes.append(Note("unit", {"file": layers[0].file, "unit": used, "by": how}))
    factor = METRES[used]
    if factor == 1.0:
        return list(layers)
    return [
        replace(
            layer,
            frame=layer.frame.set_geometry(
                layer.frame.geometry.scale(factor, factor, origin=(0, 0))
            ),
        )
        for layer in layers
    ]


def _check_inside(crs: CRS, layers: Sequence[RawLayer]) -> None:
    """Ask again where coordinates lie far outside the CRS that was named."""
    area = crs.area_of_use
    if area is None:
        return
    lon, lat = _middle(layers[0])
    inside = area.west - _MARGIN_DEG <= lon <= area.east + _MARGIN_DEG and (
        area.south - _MARGIN_DEG <= lat <= area.north + _MARGIN_DEG
    )
    if not inside:
        raise QuestionError(
            "{file} would lie outside the area of {crs}: name "
            "another CRS with --crs, or the drawing's unit with --unit.",
            file=layers[0].file,
            crs=label(crs),
        )


def _local(layers: Sequence[RawLayer], position: Position) -> CRS:
    """Return a CRS that keeps a drawing's coordinates and puts its middle at `at`."""
    assert position.at is not None
    bounds = np.array([layer.frame.total_bounds for layer in layers])
    x, y = (bounds[:, :2].min(axis=0) + bounds[:, 2:].max(axis=0)) / 2
    lon, lat = position.at
    return CRS.from_proj4(
        f"+proj=tmerc +lat_0={lat!r} +lon_0={lon!r} +k=1 +x_0={float(x)!r} "
        f"+y_0={float(y)!r} +datum=WGS84 +units=m +no_defs"
    )


def _middle(layer: RawLayer) -> tuple[float, float]:
    """Return the middle of a layer in longitude and latitude. [deg]"""
    west, south, east, north = layer.frame.total_bounds
    try:
        transformer = Transformer.from_crs(layer.frame.crs, WGS84, always_xy=True)
        lon, lat = transformer.transform((west + east) / 2, (south + north) / 2)
    except ProjError:
        lon, lat = math.inf, math.inf
    if not (math.isfinite(lon) and math.isfinite(lat)):
        raise PlanError(
            "The coordinates of {file} do not fit its CRS ({crs}): export it again "
            "with the right one.",
            file=layer.file,
            crs=label(CRS(layer.frame.crs)),
        )
    return float(lon), float(lat)


def _reason_to_leave(crs: CRS, middle: tuple[float, float]) -> str | None:
    """Return why a CRS is no good for measuring at a place, or None if it is."""
    if not crs.is_projected:
        return "degrees"
    if any(axis.unit_name not in ("metre", "meter") for axis in crs.axis_info[:2]):
        return "unit"
    operation = crs.coordinate_operation
    if operation is not None and "Pseudo Mercator" in operation.method_name:
        return "web_mercator"
    try:
        factors = Proj(crs).get_factors(*middle, errcheck=True)
    except (ProjError, CRSError):
        return "scale"
    scales = (factors.meridional_scale, factors.parallel_scale)
    wrong = any(not abs(scale - 1) <= MAX_SCALE_ERROR for scale in scales)
    return "scale" if wrong else None


def _best(middle: tuple[float, float]) -> CRS:
    """Return Lambert 2008 in Belgium, UTM elsewhere."""
    lon, lat = middle
    if _BELGIUM.contains(Point(lon, lat)):
        return CRS.from_user_input(BELGIAN)
    zone = int((lon + 180) // 6) % 60 + 1
    return CRS.from_epsg((32600 if lat >= 0 else 32700) + zone)


def _told(source: CRS, target: CRS, why: str | None) -> Note:
    if why is None:
        return Note("crs_kept", {"crs": label(target)})
    return Note("crs_chosen", {"from": label(source), "crs": label(target), "why": why})


def _mixture(layers: Sequence[RawLayer], target: CRS) -> list[Note]:
    """Tell layers whose CRS differs from the plan's, with the offset to expect."""
    first = flat(layers[0].frame.crs)
    notes = []
    seen = [first]
    for layer in layers:
        crs = flat(layer.frame.crs)
        if any(_equal(crs, other) for other in seen):
            continue
        seen.append(crs)
        args = {
            "file": layer.file,
            "layer": layer.name,
            "from": label(crs),
            "to": label(target),
            "offset_m": _offset(crs, target),
        }
        notes.append(Note("mixed_crs", args))
    return notes


def _offset(source: CRS, target: CRS) -> float | None:
    """Return the accuracy of the best transformation at hand. [m]"""
    found = TransformerGroup(source, target, always_xy=True).transformers
    known = [t.accuracy for t in found if t.accuracy is not None and t.accuracy >= 0]
    return float(known[0]) if known else None


def _move(layer: RawLayer, target: CRS) -> RawLayer:
    """Reproject a layer."""
    crs = flat(layer.frame.crs)
    if _equal(crs, target):
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
