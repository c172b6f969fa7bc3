"""What the user says about a plan, beside its files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sbd.errors import PlanError
from sbd.plans.assume import chosen
from sbd.plans.kinds import DESIGN_PHASES, DESIGN_VEHICLES, KINDS, RISKS, SPACE_TYPES
from sbd.plans.vocabulary import parse_matches

CHOICES: Mapping[str, tuple[str, ...]] = {
    "space_type": SPACE_TYPES,
    "design_phase": DESIGN_PHASES,
    "risk": RISKS,
    "design_vehicle": DESIGN_VEHICLES,
}


@dataclass(frozen=True)
class Options:
    """What the user said about a plan; see `sbd.plans.read.read_plan`."""

    site: Path | None = None
    vocabulary: str = "auto"
    crs: str | None = None
    at: tuple[float, float] | None = None
    origin: tuple[float, float] | None = None
    bearing: float = 0.0
    unit: str | None = None
    space_type: str | None = None
    design_phase: str | None = None
    risk: str | None = None
    design_vehicle: str | None = None
    declare: tuple[str, ...] = ()
    assume: tuple[str, ...] = ()
    matches: tuple[Mapping[str, Any], ...] = ()
    heights: Path | None = None

    def check(self) -> None:
        """Refuse values that do not exist, all in one message.

        Raises
        ------
        PlanError
            With the values there are.
        """
        mistakes: list[PlanError] = []
        for name, known in CHOICES.items():
            value = getattr(self, name)
            if value is not None and value not in known:
                mistake = PlanError(
                    "--{option} {value}: use {known}.",
                    option=name.replace("_", "-"),
                    value=value,
                    known=", ".join(known),
                )
                mistakes.append(mistake)
        unknown = sorted(set(self.declare) - set(KINDS))
        if unknown:
            mistake = PlanError(
                "--{option} {value}: use {known}.",
                option="declare",
                value=", ".join(unknown),
                known=", ".join(sorted(KINDS)),
            )
            mistakes.append(mistake)
        checks = (
            lambda: chosen(self.assume),
            lambda: parse_matches(self.matches),
        )
        for check in checks:
            try:
                check()
            except PlanError as error:
                mistakes.append(error)
        if mistakes:
            raise PlanError.together(mistakes)
