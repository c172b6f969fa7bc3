"""A reason writes its numbers as the value beside it is written."""

from __future__ import annotations

from typing import Any

import pytest

from sbd.document import Coded, CriterionResult, PartResult
from sbd.locale import LANGS
from sbd.views.criteria import summary
from sbd.views.reasons import reason_text, unit_of
from sbd.views.words import part_words

THIN = "\u202f"


def result(
    code: str,
    args: dict[str, Any],
    *,
    value: float | None = None,
    unit: str = "m",
    **more: Any,
) -> CriterionResult:
    """Return a measured criterion with one part and a reason."""
    part = PartResult(
        indicator="route_width",
        value=value,
        unit=unit,
        level=1.0,
        low=1.0,
        high=1.0,
        cuts=more.pop("cuts", (None, None, None, None)),
        better="higher",
    )
    return CriterionResult(
        id="X-01",
        bar="safety",
        state="measured",
        parts=(part,),
        level=1.0,
        low=1.0,
        high=1.0,
        reason=Coded(code=code, args=args),
        status="advisory",
        certainty="proposal",
        source=(),
    )


def plainly(code: str, args: dict[str, Any]) -> str:
    """Return a reason in English, with plain blanks."""
    told = reason_text(result(code, args), "en")
    return told.replace(THIN, " ").replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("code", "args", "value", "unit", "written"),
    [
        (
            "faces_found",
            {"faces_lx": 0.0586, "route_m": 140.0, "percentile": 5.0},
            0.0586,
            "lx",
            "0.06",
        ),
        ("windows_found", {"windows": 103, "window_lx": 502.8}, 502.8, "lx", "503"),
        ("light_found", {"lamps": 16, "mean_lx": 8.023}, 8.023, "lx", "8.0"),
        ("route_widths_found", {"least_m": 4.0, "pinches": 2}, 4.0, "m", "4.00"),
        ("service_found", {"kind": "stop", "walk_m": 33.07}, 33.07, "m", "33"),
        (
            "overlooked_by_day_found",
            {"area_m2": 900.0, "day": 82.95},
            82.95,
            "%",
            "83",
        ),
    ],
)
def test_a_value_is_written_in_its_reason_as_beside_it(
    code: str, args: dict[str, Any], value: float, unit: str, written: str
) -> None:
    found = result(code, args, value=value, unit=unit)
    assert summary(found, "en").startswith(written + THIN)
    said = reason_text(found, "en").replace("\u00a0", " ").replace(THIN, " ")
    assert f" {written} " in said, said


def test_a_reason_keeps_its_value_on_the_side_of_the_cut_off() -> None:
    args = {"longest_m": 50.3, "seats": 2, "route_m": 140.0}
    found = result("rest_found", args, value=50.3, cuts=(150.0, 100.0, 50.0, 30.0))
    assert "50.3 m" in reason_text(found, "en").replace(THIN, " ")


def test_what_is_little_is_not_nothing_and_what_is_most_not_all() -> None:
    args = {"area_m2": 900.0, "near": 99.976, "choice": 99.83, "ways": 3}
    said = reason_text(result("ways_out_found", args), "en")
    assert f"99.98{THIN}%" in said
    assert f"99.8{THIN}%" in said


def test_shares_whose_mean_is_shown_have_a_tenth() -> None:
    args = {"seats_pct": 25.0, "route_pct": 3.8685}
    said = reason_text(result("shade_found", args), "fr")
    assert f"25{THIN}%" in said
    assert f"3,9{THIN}%" in said


def test_a_number_that_a_plural_follows_is_rounded_too() -> None:
    args = {"most": 36.842}
    said = reason_text(result("flows_found", args, value=36.842, unit="p/m/min"), "en")
    assert "37 people a minute pass" in said


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("area_m2", "m2"),
        ("walk_m", "m"),
        ("slow_kmh", "km/h"),
        ("ways", ""),
        ("of", ""),
    ],
)
def test_the_name_of_an_argument_tells_its_unit(name: str, unit: str) -> None:
    assert unit_of(name) == unit


@pytest.mark.parametrize(
    ("code", "args", "said"),
    [
        (
            "unsealed_found",
            {"area_m2": 320.0, "site_m2": 4800.0, "uncovered_m2": 0.0},
            "Open ground counts for 320 of 4 800 m².",
        ),
        (
            "unsealed_found",
            {"area_m2": 320.0, "site_m2": 4800.0, "uncovered_m2": 7.0},
            "Open ground counts for 320 of 4 800 m²; 7 m² carry no known surface.",
        ),
        (
            "route_widths_found",
            {"least_m": 4.0, "pinches": 0},
            "The narrowest main route has a clear width of 4.00 m.",
        ),
        (
            "pockets_found",
            {"pockets": 0, "pocket_m2": 0.0, "area_m2": 3468.4},
            "No pocket lies beside the 3 468 m² of walkable ground.",
        ),
        (
            "seats_found",
            {"bench_m": 4.5, "edge_m": 0.0, "counted_m": 0.0, "area_m2": 600.0},
            "Benches give 4.5 m of seat, for 600 m² of stay area.",
        ),
        (
            "play_found",
            {"area_m2": 20.0, "out_m2": 1e-12, "stay_m2": 600.0},
            "Play and youth areas measure 20 m², for 600 m² of stay area.",
        ),
        (
            "obstacles_found",
            {"obstacles": 0, "route_m": 140.0},
            "No obstacle stands in the clear strip of 140 m of main route.",
        ),
        (
            "fire_paths",
            {"reached": 3, "of": 4, "approaches": 0},
            "3 of 4 façades that need a fire path have one; a façade without one has 0"
            " approaches.",
        ),
        (
            "step_free_found",
            {"destinations": 25, "width_m": 0.9, "asked_m": 0.9, "wider_m": 1.2},
            "A step-free way at least 0.90 m wide joins all 25 destinations; none"
            " 1.20 m wide does.",
        ),
        (
            "step_free_found",
            {"destinations": 25, "width_m": 1.8, "asked_m": 1.8, "wider_m": 0.0},
            "A step-free way at least 1.80 m wide joins all 25 destinations.",
        ),
        (
            "sightlines_found",
            {"clear_m": 140.0, "route_m": 140.0, "hidden_m": 0.0},
            "Over the whole 140 m of route the way ahead is in view both ways.",
        ),
        (
            "crossings_over_found",
            {"crossings": 1, "longest_m": 6.5, "over_kmh": 30, "longer_m": 0.0},
            "1 way across has a limit above 30 km/h: 6.50 m without a refuge.",
        ),
    ],
)
def test_a_sentence_leaves_out_what_is_nothing(
    code: str, args: dict[str, Any], said: str
) -> None:
    assert plainly(code, args) == said


@pytest.mark.parametrize(
    ("code", "args", "said"),
    [
        (
            "rows_found",
            {"rows": 1, "too_tight": 0, "least_m": 0.95},
            "The only row has a gap wide enough for a wheelchair: 0.95 m.",
        ),
        (
            "rows_found",
            {"rows": 1, "too_tight": 1, "least_m": 0.8},
            "The only row has no gap wide enough for a wheelchair: the widest is"
            " 0.80 m.",
        ),
        (
            "rows_found",
            {"rows": 2, "too_tight": 0, "least_m": 0.95},
            "All 2 rows have a gap wide enough for a wheelchair. The widest gap of the"
            " tightest row is 0.95 m.",
        ),
        (
            "slow_gaps",
            {"rows": 1, "slow": 0, "slow_kmh": 16.0, "least_m": 0.0},
            "The only row has no wide gap where vehicles arrive at 16 km/h or less.",
        ),
        (
            "service_found",
            {"kind": "stop", "walk_m": 33.07},
            "The nearest stop is 33 m away on foot.",
        ),
        (
            "declared_none",
            {"kinds": ("cycle_stand",)},
            "The plan states that there are no cycle stands.",
        ),
        (
            "declared_none",
            {"kinds": ("tree", "bench")},
            "The plan states that there are none of these: trees, benches.",
        ),
    ],
)
def test_one_thing_and_a_kind_have_sentences_of_their_own(
    code: str, args: dict[str, Any], said: str
) -> None:
    assert plainly(code, args) == said


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("toilet", "Aucune toilette publique"),
        ("aed", "Aucun défibrillateur"),
        ("fountain", "Aucun point d’eau"),
        ("stop", "Aucun arrêt"),
    ],
)
def test_french_says_none_in_the_gender_of_what_is_missing(
    kind: str, said: str
) -> None:
    found = result("service_beyond", {"kind": kind, "edge_m": 830})
    assert reason_text(found, "fr").startswith(said)


@pytest.mark.parametrize(
    ("lang", "word"), [("nl", "Een raming"), ("fr", "Estimation"), ("en", "estimate")]
)
def test_light_without_a_photometric_file_is_called_an_estimate(
    lang: str, word: str
) -> None:
    args = {"windows": 103, "window_lx": 502.8}
    assert word not in reason_text(result("windows_found", args), lang)
    assert word in reason_text(result("windows_found", args | {"estimated": 1}), lang)


def test_what_cameras_leave_is_what_their_shares_leave() -> None:
    args = {"cameras": 2, "kept": 9.4, "spots": 10.8, "private": 1.4}
    said = reason_text(result("cameras_found", args, value=9.4, unit="%"), "en")
    said = said.replace(THIN, " ")
    assert "10.8 %" in said
    assert "(1.4 %)" in said
    assert "leaves 9.4 %" in said


@pytest.mark.parametrize(
    ("lang", "none", "no_gap"),
    [
        ("nl", "geen", "geen doorgang"),
        ("fr", "sans objet", "pas de passage"),
        ("en", "none", "no gap"),
    ],
)
def test_nothing_of_a_kind_is_said_in_words(lang: str, none: str, no_gap: str) -> None:
    """No crossing above 50 km/h is no dash, and a gap that is not there not 0 m."""
    (part,) = result("rows_found", {}, value=0.0).parts
    assert part_words(part, "en") == f"0{THIN}m"
    gap = part.model_copy(update={"indicator": "slow_gap_width"})
    assert part_words(gap, lang) == no_gap
    crossing = part.model_copy(update={"value": None})
    assert part_words(crossing, lang) == none
    no_way = crossing.model_copy(update={"level": 0.0})
    assert part_words(no_way, lang) == "–"


@pytest.mark.parametrize("lang", LANGS)
def test_sentences_that_leave_something_out_are_there_in_every_language(
    lang: str,
) -> None:
    args = {"area_m2": 1.0, "site_m2": 2.0, "uncovered_m2": 0.0}
    assert "0" not in reason_text(result("unsealed_found", args), lang)


def test_numbers_of_the_method_keep_their_decimals() -> None:
    args = {"walk_m": 81.19, "within_m": 10.0, "entrances": 20}
    said = reason_text(result("bay_found", args, value=81.19), "en")
    assert "81 m away" in said.replace(THIN, " ")
    assert "up to 10 m from" in said.replace(THIN, " ")
