"""The door: from the files of a design to a Plan, with everything checked here."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from sbd.plans.compose import build_plan
from sbd.plans.open_files import open_files
from sbd.plans.options import Options
from sbd.plans.photometric import plan_name
from sbd.plans.plan import Plan
from sbd.plans.rasters import open_terrain, with_terrain
from sbd.plans.raw import RawPlan

__all__ = ["Options", "build_plan", "open_plan", "read_plan"]


def read_plan(  # noqa: PLR0913  the options of the command line, by name
    paths: Sequence[str | Path] | str | Path,
    *,
    site: str | Path | None = None,
    vocabulary: str = "auto",
    matches: Collection[Mapping[str, Any]] = (),
    crs: str | None = None,
    at: tuple[float, float] | None = None,
    origin: tuple[float, float] | None = None,
    bearing: float = 0.0,
    unit: str | None = None,
    space_type: str | None = None,
    design_phase: str | None = None,
    risk: str | None = None,
    design_vehicle: str | None = None,
    declare: Collection[str] = (),
    assume: Collection[str] = (),
    heights: str | Path | None = None,
) -> Plan:
    """Read the files of one design.

    Parameters
    ----------
    paths : path or sequence of paths
        All files of one plan; planners send one file per layer. Photometric files of
        lamps (.ldt, .ies) may be among them.
    site : path, optional
        File with the polygon that is judged; wins over what the plan says.
    vocabulary : str
        ``auto``, ``native``, ``osm``, ``urbis``, ``layers`` or the path of a YAML
        file, for layers that do not settle it themselves.
    matches : collection of mapping
        What features of a layer, block, colour or value are, whatever else says; as
        in a vocabulary's ``matches``, beside those of the vocabulary.
    crs : str, optional
        ``EPSG:n`` for files that do not state theirs, or ``local`` with `at`.
    at : tuple of float, optional
        Longitude and latitude of a local drawing's origin. [deg]
    origin : tuple of float, optional
        The point of the drawing that lies there, in the drawing's unit; its middle if
        left out.
    bearing : float
        Direction of the drawing's upward axis, clockwise from true north. [deg]
    unit : {"m", "dm", "cm", "mm", "in", "ft"}, optional
        Unit of drawings that do not state theirs, or cannot have it; of all drawings
        with ``local``.
    space_type, design_phase, risk, design_vehicle : str, optional
        Ids of the lists; they win over the site element.
    declare : collection of str
        Kinds the plan is complete for, beside those its site declares.
    assume : collection of str
        Assumptions to switch on; ``all`` for every one.
    heights : path, optional
        GeoTIFF with the heights of the ground, for the slopes along routes.

    Returns
    -------
    Plan
        In one metric CRS; `Plan.notes` tells everything that was done. Without a
        site it can be inspected, not assessed.

    Raises
    ------
    QuestionError
        If the files leave something open that an option answers.
    PlanError
        If a file or an option cannot be used.
    """
    listed = [paths] if isinstance(paths, (str, Path)) else list(paths)
    options = Options(
        site=None if site is None else Path(site),
        vocabulary=vocabulary,
        matches=tuple(matches),
        crs=crs,
        at=at,
        origin=origin,
        bearing=bearing,
        unit=unit,
        space_type=space_type,
        design_phase=design_phase,
        risk=risk,
        design_vehicle=design_vehicle,
        declare=_listed(declare),
        assume=_listed(assume),
        heights=None if heights is None else Path(heights),
    )
    options.check()
    files = [Path(p) for p in listed]
    raw, given = open_plan(files, options.site)
    plan = build_plan(raw, options, given=given, name=plan_name(files))
    if options.heights is None:
        return plan
    return with_terrain(plan, open_terrain(options.heights, plan))


def _listed(words: Collection[str]) -> tuple[str, ...]:
    """Part comma lists, as the command line and site elements have them."""
    parts = [p.strip() for word in words for p in word.split(",")]
    return tuple(dict.fromkeys(part for part in parts if part))


def open_plan(files: list[Path], site: Path | None) -> tuple[RawPlan, RawPlan | None]:
    """Open the files of the plan and that of its site, at once where names differ."""
    if site is None:
        return open_files(files), None
    # A file given as plan and as site is the site, unless it is all there is.
    files = [path for path in files if path.resolve() != site.resolve()] or files
    if site.name in {path.name for path in files}:
        return open_files(files), open_files([site])
    both = open_files([*files, site])
    own = tuple(layer for layer in both.layers if layer.file == site.name)
    rest = tuple(layer for layer in both.layers if layer.file != site.name)
    given = RawPlan(own, (), "")
    return RawPlan(rest, both.notes, both.sha256, photometry=both.photometry), given
