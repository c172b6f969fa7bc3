"""What a plan file of ours says beside its layers, so that it reads back equal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError
from pyproj import CRS

from sbd.errors import PlanError
from sbd.plans.photometric import file_key, photometry_from
from sbd.plans.plan import Note, NoteValue, Plan, Risk, Supplied, Unfit

FORMAT: Literal["sbd-plan/1"] = "sbd-plan/1"
#: Notes about options given while reading, which a plan file does not hold itself.
_OF_OPTIONS = frozenset({"option_overrides", "declared_by_option", "supplied_unfit"})


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class NoteRecord(_Record):
    """A note of the reader."""

    code: str
    args: dict[str, Any] = {}


class SuppliedRecord(_Record):
    """A value with its origin."""

    element_id: str
    kind: str
    attribute: str
    value: float | str
    by: Literal["source", "supplied", "assumed"]
    name: str | None = None


class UnfitRecord(_Record):
    """Something supplied that found no element."""

    step: int
    op: str
    element_id: str
    kind: str


class PhotometryRecord(_Record):
    """A photometric file of lamps."""

    name: str
    angles_deg: tuple[float, ...]
    candela: tuple[float, ...]


class PlanState(_Record):
    """Everything of a plan that is no layer. Assumptions are named, not applied."""

    format: Literal["sbd-plan/1"] = FORMAT
    name: str
    variant: str
    crs: str  # WKT
    space_type: str | None = None
    design_phase: str | None = None
    risk: dict[str, str | None] = {}
    declared: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    supplied: tuple[SuppliedRecord, ...] = ()
    unfit: tuple[UnfitRecord, ...] = ()
    notes: tuple[NoteRecord, ...] = ()
    tolerance_m: float
    sha256: str
    route_source: Literal["given", "centrelines", "none"] = "none"
    widths: dict[str, float] = {}
    photometry: tuple[PhotometryRecord, ...] = ()


def state_of(plan: Plan, assumed: tuple[str, ...]) -> PlanState:
    """Describe a plan.

    Parameters
    ----------
    plan : Plan
        Without assumptions.
    assumed : tuple of str
        Those to switch on when it is read.
    """
    return PlanState(
        name=plan.name,
        variant=plan.variant,
        crs=plan.crs.to_wkt(),
        space_type=plan.space_type,
        design_phase=plan.design_phase,
        risk=asdict(plan.risk),
        declared=tuple(sorted(plan.declared)),
        assumed=tuple(sorted(assumed)),
        supplied=tuple(SuppliedRecord(**asdict(s)) for s in plan.supplied),
        unfit=tuple(UnfitRecord(**asdict(u)) for u in plan.unfit),
        notes=tuple(NoteRecord(code=n.code, args=dict(n.args)) for n in plan.notes),
        tolerance_m=plan.tolerance_m,
        sha256=plan.sha256,
        route_source=plan.route_source,  # type: ignore[arg-type]
        widths=dict(plan.widths),
        photometry=tuple(
            PhotometryRecord(**asdict(file))
            for _, file in sorted(plan.photometry.items())
        ),
    )


def parse_state(text: str, file: str) -> PlanState:
    """Read a state from JSON.

    Raises
    ------
    PlanError
        If it was changed by another program beyond reading.
    """
    try:
        state = PlanState.model_validate_json(text)
        CRS.from_wkt(state.crs)
    except (ValidationError, ValueError, RuntimeError) as error:
        raise PlanError(
            "{file} is a plan file of sbd, but its table sbd_plan was changed or is of "
            "a newer version: open the file the plan was made from.",
            file=file,
        ) from error
    return state


def restore(plan: Plan, state: PlanState) -> Plan:
    """Give a plan read from the layers of a plan file back what only the state says.

    Parameters
    ----------
    plan : Plan
        As its layers gave it; what options say in it wins.
    state : PlanState
        Of the same file.

    Returns
    -------
    Plan
        Without assumptions.
    """
    told = tuple(n for n in plan.notes if n.code in _OF_OPTIONS)
    notes = tuple(Note(n.code, _arguments(n.args)) for n in state.notes)
    supplied = tuple(Supplied(**s.model_dump()) for s in state.supplied)
    return replace(
        plan,
        name=state.name,
        variant=state.variant,
        space_type=plan.space_type or state.space_type,
        design_phase=plan.design_phase or state.design_phase,
        risk=_risk(plan.risk, state.risk),
        declared=plan.declared | frozenset(state.declared),
        supplied=(*supplied, *plan.supplied),
        unfit=(*(Unfit(**u.model_dump()) for u in state.unfit), *plan.unfit),
        notes=(*notes, *told),
        tolerance_m=state.tolerance_m,
        sha256=state.sha256,
        route_source=state.route_source,
        widths=state.widths,
        photometry={
            file_key(f.name): photometry_from(f.model_dump(), f.name)
            for f in state.photometry
        },
    )


def _risk(read: Risk, said: Mapping[str, str | None]) -> Risk:
    """Return what was read, filled with what the state says."""
    known = {k: v for k, v in asdict(read).items() if v not in (None, "unknown")}
    own = {k: v for k, v in said.items() if k in asdict(read) and v is not None}
    return Risk(**{**own, **known})


def _arguments(args: Mapping[str, Any]) -> dict[str, NoteValue]:
    return {k: tuple(v) if isinstance(v, list) else v for k, v in args.items()}
