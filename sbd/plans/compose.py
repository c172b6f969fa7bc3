"""Make a plan of what its files held, of the options and of what was supplied."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import geopandas as gpd
import pandas as pd
from pyproj import CRS
from shapely.geometry.base import BaseGeometry

from sbd.plans.assume import assume, chosen
from sbd.plans.crs import Georeference, Position, georeference
from sbd.plans.identify import arrange, identify, layers_of
from sbd.plans.kinds import KINDS
from sbd.plans.lamp_files import with_photometry
from sbd.plans.layer import make_layer
from sbd.plans.options import CHOICES, Options
from sbd.plans.photometric import Photometry
from sbd.plans.plan import Note, Plan, Risk
from sbd.plans.plan_state import PlanState, restore
from sbd.plans.raw import RawLayer, RawPlan
from sbd.plans.recognise import Found, recognise
from sbd.plans.routes import centrelines
from sbd.plans.site import Site, find_extent, find_site, site_layers, union
from sbd.plans.steps import Step
from sbd.plans.streetmap import below_ground, join
from sbd.plans.supply import LAYER, supply
from sbd.plans.terrain import Terrain
from sbd.plans.values import number_of

#: Widths beyond these are slips of the pen, not widths of a way. [m]
_WIDTHS_M = (0.3, 60.0)
#: Kinds of which a plan has one polygon, however many its files draw.
FRAME_KINDS = ("site", "extent")


@dataclass(frozen=True)
class Prepared:
    """What the files hold, recognised and in one CRS, before anything is supplied.

    Parameters
    ----------
    reference : Georeference
        The layers, where they lie now.
    elements : mapping of str to Found
        By id; the site and the extent, where the files have them, are called so.
    site_notes, notes : tuple of Note
        What was settled about the site; everything else that was done.
    name : str
        Name of the variant, and of the plan if its site has none.
    sha256 : str
        Digest of the source files.
    state, terrain : optional
        What a plan file of ours says beside its layers, and the heights it holds.
    photometry : mapping
        Photometric files given beside the plan.
    """

    reference: Georeference
    elements: Mapping[str, Found]
    site_notes: tuple[Note, ...]
    notes: tuple[Note, ...]
    name: str
    sha256: str
    state: PlanState | None = None
    terrain: Terrain | None = None
    photometry: Mapping[str, Photometry] = field(default_factory=dict)


def build_plan(
    raw: RawPlan,
    options: Options,
    *,
    given: RawPlan | None = None,
    name: str = "plan",
    steps: Sequence[Step] = (),
) -> Plan:
    """Make a plan of raw layers; `read_plan` without the opening of files.

    Parameters
    ----------
    raw : RawPlan
        What the files held.
    options : Options
        What the user said, checked.
    given : RawPlan, optional
        What the file of the site held.
    name : str
        Name of the variant, and of the plan if its site has none.
    steps : sequence of Step
        What the planner supplied.

    Returns
    -------
    Plan
        As `read_plan` gives it.
    """
    prepared = prepare(raw, options, given=given, name=name)
    plan = compose(prepared, options, steps)
    return assume(plan, assumed_names(prepared, options))


def assumed_names(prepared: Prepared, options: Options) -> tuple[str, ...]:
    """Return the assumptions switched on: by the options, or by a plan file of ours."""
    own = prepared.state.assumed if prepared.state is not None else ()
    return chosen((*options.assume, *own))


def prepare(
    raw: RawPlan, options: Options, *, given: RawPlan | None = None, name: str = "plan"
) -> Prepared:
    """Recognise and place what the files hold: all that no supplied step changes.

    Parameters and errors are those of `build_plan`.
    """
    raw = _in_its_own_crs(raw)
    sites = site_layers(raw.layers, options.vocabulary, options.matches)
    extra = given.layers if given is not None else ()
    reference = _reference(raw.layers, extra, sites, options)
    moved = reference.layers[: len(raw.layers)]
    asked = reference.layers[len(raw.layers) :]
    recognised = recognise(
        [layer for n, layer in enumerate(moved) if n not in sites],
        options.vocabulary,
        options.matches,
    )
    found, joined = join(arrange(recognised.found))
    settled = find_site(
        asked,
        [moved[n] for n in sites],
        [element for element in found if element.kind == "site"],
    )
    elements, renamed = identify([e for e in found if e.kind not in FRAME_KINDS])
    said = [e.geometry for e in found if e.kind == "extent"]
    frame = {"site": settled.polygon, "extent": union(said) if said else None}
    said_of = {"site": settled.attributes, "extent": {}}
    for kind, polygon in frame.items():
        if polygon is not None:
            elements[kind] = Found(kind, polygon, said_of[kind], kind, kind)
    notes = (
        *raw.notes,
        *(given.notes if given is not None else ()),
        *reference.notes,
        *recognised.notes,
        *joined,
        *renamed,
    )
    digest = _digest(raw, given)
    own = (raw.state, raw.terrain, raw.photometry)
    return Prepared(reference, elements, settled.notes, notes, name, digest, *own)


def compose(prepared: Prepared, options: Options, steps: Sequence[Step] = ()) -> Plan:
    """Put supplied steps on what was prepared and make the plan of it.

    Parameters
    ----------
    prepared : Prepared
        By `prepare`.
    options : Options
        Those it was prepared with; assumptions and answers may differ.
    steps : sequence of Step
        What the planner supplied.

    Returns
    -------
    Plan
        Without assumptions, so that a plan file can hold it as it is.
    """
    supplies = supply(prepared.elements, steps)
    elements = dict(supplies.elements)
    drawn = elements.get("site")
    notes = list(prepared.notes)
    if drawn is not None and drawn.layer == LAYER:
        area = round(drawn.geometry.area, 1)
        notes.append(Note("site", {"source": LAYER, "area_m2": area}))
    else:
        notes += prepared.site_notes
    site = elements.pop("site", None)
    settled = Site(site.geometry, site.attributes) if site else Site(None, {})
    extent, told = find_extent(list(elements.values()), settled.polygon)
    elements.pop("extent", None)
    notes.append(told)
    if supplies.unfit:
        ids = tuple(dict.fromkeys(u.element_id for u in supplies.unfit))
        notes.append(Note("supplied_unfit", {"n": len(supplies.unfit), "ids": ids}))
    parts = _Parts(prepared.reference, settled, extent, elements, tuple(notes))
    plan = _compose(parts, options, prepared.name, prepared.sha256)
    plan = replace(plan, supplied=supplies.supplied, unfit=supplies.unfit)
    if prepared.state is not None:
        plan = replace(restore(plan, prepared.state), terrain=prepared.terrain)
    return with_photometry(plan, prepared.photometry)


@dataclass(frozen=True)
class _Parts:
    """What a plan is put together from."""

    reference: Georeference
    site: Site
    extent: BaseGeometry
    elements: Mapping[str, Found]
    notes: tuple[Note, ...]


def _in_its_own_crs(raw: RawPlan) -> RawPlan:
    """Give a plan file of ours the CRS it was written with, to the last digit."""
    if raw.state is None:
        return raw
    crs = CRS.from_wkt(raw.state.crs)
    layers = (
        replace(layer, frame=layer.frame.set_crs(crs, allow_override=True))
        for layer in raw.layers
    )
    return replace(raw, layers=tuple(layers))


def _reference(
    layers: Sequence[RawLayer],
    extra: Sequence[RawLayer],
    sites: Sequence[int],
    options: Options,
) -> Georeference:
    """Bring the plan's layers, and those of the site's own file, into one CRS."""
    everything = [*layers, *extra]
    first = len(layers) if extra else (sites[0] if sites else None)
    position = Position(
        options.crs, options.at, options.unit, options.origin, options.bearing
    )
    return georeference(everything, position, site=first)


def _digest(raw: RawPlan, given: RawPlan | None) -> str:
    if given is None or not given.sha256:
        return raw.sha256
    return hashlib.sha256(f"{raw.sha256} {given.sha256}".encode()).hexdigest()


def _compose(parts: _Parts, options: Options, name: str, digest: str) -> Plan:
    """Put the plan together, its site's word first and the options over it."""
    said = dict(parts.site.attributes)
    notes = list(parts.notes)
    settled = {key: _settle(key, said, options, notes) for key in CHOICES}
    declared = _declared(said.get("declares"), options.declare, notes)
    if settled["space_type"] is None:
        notes.append(Note("space_type_unset"))
    crs = parts.reference.crs
    layers = layers_of(dict(parts.elements), crs)
    if parts.site.polygon is not None:
        own = {**said, **{k: v for k, v in settled.items() if v is not None}}
        own["declares"] = ",".join(sorted(declared))
        row = gpd.GeoDataFrame([own], geometry=[parts.site.polygon], crs=crs)
        row.index = pd.Index(["site"])
        layers["site"] = make_layer("site", row)
    buried = _below_ground(parts.elements)
    if buried:
        notes.append(Note("below_ground", {"n": len(buried), "ids": buried}))
    source = _add_routes(layers, parts, declared, notes)
    return Plan(
        name=str(said.get("name") or name),
        variant=name,
        crs=crs,
        layers=dict(sorted(layers.items())),
        extent=parts.extent,
        site=parts.site.polygon,
        space_type=settled["space_type"],
        design_phase=settled["design_phase"],
        risk=Risk(
            vehicle=settled["risk"] or "unknown",
            design_vehicle=settled["design_vehicle"],
            decided_by=_text(said.get("risk_decided_by")),
            date=_text(said.get("risk_date")),
        ),
        declared=declared,
        notes=tuple(notes),
        tolerance_m=parts.reference.tolerance_m,
        sha256=digest,
        route_source=source,
        widths=_widths(parts.elements),
    )


def _text(value: str | float | None) -> str | None:
    return None if value is None else str(value)


def _settle(
    key: str,
    said: Mapping[str, str | float],
    options: Options,
    notes: list[Note],
) -> str | None:
    """Return what the option says, else the site; an option that wins is noted."""
    own = _text(said.get(key))
    asked: str | None = getattr(options, key)
    if asked is None:
        return own
    if own is not None and own != asked:
        args = {"option": key, "source": own, "used": asked}
        notes.append(Note("option_overrides", args))
    return asked


def _declared(
    said: str | float | None, asked: Sequence[str], notes: list[Note]
) -> frozenset[str]:
    """Join the kinds the site declares with those of the options."""
    own = {word.strip() for word in str(said or "").split(",") if word.strip()}
    unknown = tuple(sorted(own - set(KINDS)))
    if unknown:
        notes.append(Note("unknown_declared", {"kinds": unknown}))
    added = tuple(sorted(set(asked) - own))
    if added:
        notes.append(Note("declared_by_option", {"kinds": added}))
    return frozenset((own & set(KINDS)) | set(asked))


def _add_routes(
    layers: dict[str, gpd.GeoDataFrame],
    parts: _Parts,
    declared: Collection[str],
    notes: list[Note],
) -> str:
    """Return where the routes come from; without any, take centrelines."""
    if "route" in layers:
        return "given"
    if parts.site.polygon is None or "footway" not in layers or "route" in declared:
        return "none"
    routes, told = centrelines(
        layers["footway"],
        parts.site.polygon,
        leave_out=_below_ground(parts.elements),
    )
    if routes is None:
        return "none"
    layers["route"] = routes
    notes.extend(told)
    return "centrelines"


def _below_ground(elements: Mapping[str, Found]) -> tuple[str, ...]:
    """Return the ids of elements under the ground or indoors."""
    return tuple(n for n, e in elements.items() if e.tags and below_ground(e.tags))


def _widths(elements: Mapping[str, Found]) -> dict[str, float]:
    """Return the widths that a map states for its ways, by element id. [m]"""
    widths: dict[str, float] = {}
    for name, element in elements.items():
        width = number_of(element.tags["width"]) if "width" in element.tags else None
        if width is not None and _WIDTHS_M[0] <= width <= _WIDTHS_M[1]:
            widths[name] = width
    return widths
