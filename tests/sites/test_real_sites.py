"""Seven real places, from their OpenStreetMap file, with everything assumed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sbd.checklists.read import read_checklist
from sbd.document import CriterionResult, PartResult
from sbd.indicators.missing import missing_kinds
from tests.sites.conftest import Assessed

BERLIN, HELSINKI = "berlin-karl-marx-platz", "helsinki-mannerheiminaukio"
MONACO = "monaco-place-d-armes"
SITES = (
    "be-brussels-forte-dei-marmi",
    "be-wechelderzande",
    BERLIN,
    "breda-grote-markt",
    "dortmund-marsbruchplatz",
    HELSINKI,
    MONACO,
)
#: Criteria that neither visibility nor free space is needed for.
NOW = (
    "S-08", "S-12", "S-11", "S-14", "A-03", "A-05", "A-06", "A-09",
    "L-01", "L-02", "L-03", "L-04", "L-05", "L-07", "L-10",
)  # fmt: skip
#: Those that light decides.
LIGHT = ("S-09", "S-10", "S-11", "L-16")

Get = Callable[[str], Assessed]
#: What the map of each of the two rich sites lacks: the reason's code with its kind
#: and attribute, and how many of how many elements lack it.
LACKING: dict[str, dict[str, tuple[object, ...]]] = {
    BERLIN: {
        # Four rows stand round the square; none bars a way that is mapped.
        "A-03": ("no_row_crossed", 4),
        "A-05": ("attribute_missing", "square", "slope_pct", 1, 1),
        "A-06": ("attribute_missing", "entrance", "public", 3, 3),
        "L-04": ("attribute_missing", "square", "surface", 1, 1),
    },
    HELSINKI: {
        # The bollards are mapped as lines, which hides the gaps between them.
        "A-03": ("bollards_drawn_as_line", 3, 3),
        "A-05": ("attribute_missing", "square", "slope_pct", 1, 1),
        "A-06": ("attribute_missing", "crossing", "kerb_m", 8, 8),
        "L-01": ("attribute_missing", "wall", "height_m", 5, 5),
        "L-07": ("kind_missing", ("play", "youth")),
    },
}


def told(criterion: CriterionResult) -> tuple[object, ...]:
    assert criterion.reason is not None
    args = (tuple(v) if isinstance(v, list) else v for v in _args(criterion))
    return (criterion.reason.code, *args)


def _args(criterion: CriterionResult) -> tuple[object, ...]:
    assert criterion.reason is not None
    return tuple(criterion.reason.args.values())


def has_number(part: PartResult) -> bool:
    """A value, or a worst and a best one that give the same whole level."""
    numbers = [part.worst, part.best] if part.value is None else [part.value]
    if None in numbers:
        return False
    cuts = [c for c in part.cuts if c is not None]
    sign = 1 if part.better == "higher" else -1
    reached = {
        sum(sign * n >= sign * c for c in cuts) for n in numbers if n is not None
    }
    return len(reached) == 1


def test_the_seven_sites_are_all_there_are(shared_data: Path) -> None:
    found = sorted(p.parent.name for p in shared_data.glob("*/site_boundary.geojson"))
    assert found == sorted(SITES)


@pytest.mark.parametrize("name", SITES)
def test_each_of_the_37_is_measured_or_says_why_not(assessed: Get, name: str) -> None:
    site = assessed(name)
    names = [c.id for c in read_checklist("brussels").criteria if c.measured]
    assert len(names) == 37
    for criterion in map(site.criterion, names):
        assert criterion.state in ("measured", "not_applicable", "unknown")
        assert criterion.reason is not None, criterion.id
        assert criterion.reason.code, criterion.id
        assert 0 <= criterion.low <= criterion.high <= 4, criterion.id
        if criterion.state == "measured":
            assert criterion.level is not None, criterion.id
            assert criterion.low <= criterion.level <= criterion.high, criterion.id
        else:
            assert criterion.level is None, criterion.id


@pytest.mark.parametrize("name", SITES)
def test_what_is_measured_has_a_number_or_bounds_of_one_level(
    assessed: Get, name: str
) -> None:
    for criterion in assessed(name).assessment.criteria:
        if criterion.state == "measured":
            assert any(map(has_number, criterion.parts)), criterion.id


@pytest.mark.parametrize("name", SITES)
def test_only_what_is_not_built_yet_says_so(assessed: Get, name: str) -> None:
    site = assessed(name)
    later = {
        c.id
        for c in site.assessment.criteria
        if c.reason is not None and c.reason.code == "not_measured_yet"
    }
    assert later.isdisjoint(NOW)


@pytest.mark.parametrize("name", [BERLIN, HELSINKI])
def test_at_least_eight_of_the_thirteen_are_settled(assessed: Get, name: str) -> None:
    criteria = [assessed(name).criterion(c) for c in NOW]
    settled = [c.id for c in criteria if c.state in ("measured", "not_applicable")]
    assert len(settled) >= 8
    assert settled == [c for c in NOW if c not in LACKING[name]]


@pytest.mark.parametrize("name", [BERLIN, HELSINKI])
def test_each_other_one_names_what_the_map_lacks(assessed: Get, name: str) -> None:
    site = assessed(name)
    criteria = [site.criterion(c) for c in NOW]
    unknown = {c.id: told(c) for c in criteria if c.state == "unknown"}
    assert unknown == LACKING[name]


def test_the_sites_differ(assessed: Get) -> None:
    values = {
        tuple(p.value for c in NOW for p in assessed(name).criterion(c).parts)
        for name in SITES
    }
    assert len(values) == len(SITES)


def test_lamps_not_mapped_are_unknown_and_never_none(assessed: Get) -> None:
    site = assessed(MONACO)
    assert missing_kinds(site.plan, "lamp") == ("lamp",)
    assert "lamp" not in site.assessment.plan.elements
    for name in LIGHT:
        criterion = site.criterion(name)
        assert criterion.state == "unknown", name
        assert (criterion.level, criterion.low, criterion.high) == (None, 0.0, 4.0)
        assert all(p.value is None for p in criterion.parts), name
    assert told(site.criterion("S-11")) == ("kind_missing", ("lamp",))


@pytest.mark.parametrize("name", SITES)
def test_a_kind_that_is_not_mapped_gives_no_value(assessed: Get, name: str) -> None:
    """One kind each that a value cannot do without."""
    site = assessed(name)
    deciding = {"S-11": "lamp", "A-09": "bench", "L-01": "bench", "L-03": "tree"}
    for criterion, kind in deciding.items():
        if not site.plan.known(kind):
            assert site.criterion(criterion).state == "unknown", criterion
            assert told(site.criterion(criterion))[0] == "kind_missing", criterion
