"""A ruler shows in which box a value stands, and the levels that a part can give."""

from __future__ import annotations

import pytest

from sbd.document import PartResult
from sbd.views.ruler import (
    caption_note,
    edge_words,
    levels_given,
    marker_place,
    threshold_ruler,
)
from sbd.views.words import part_value

Cuts = tuple[float | None, float | None, float | None, float | None]
EVENNESS: Cuts = (None, None, None, 0.25)
PATHS: Cuts = (100.0, 100.0, None, None)


def part(
    value: float | None,
    level: float,
    cuts: Cuts,
    *,
    better: str = "higher",
    cap: int = 4,
) -> PartResult:
    return PartResult(
        indicator="lit_mean",
        value=value,
        unit="m",
        level=level,
        low=level,
        high=level,
        cuts=cuts,
        better=better,
        max_level=cap,
    )


@pytest.mark.parametrize(
    ("level", "cuts", "cap"),
    [
        (0.0, (0.9, 1.2, 1.5, 2.0), 4),
        (1.0, (0.9, 1.2, 1.5, 2.0), 4),
        (1.9999, (0.9, 1.2, 1.5, 2.0), 4),
        (4.0, (0.9, 1.2, 1.5, 2.0), 4),
        (3.0, EVENNESS, 4),
        (0.0, PATHS, 3),
        (3.0, PATHS, 3),
        (2.0, (None, None, 2.0, None), 3),
    ],
)
def test_a_marker_stands_inside_the_box_of_its_level(
    level: float, cuts: Cuts, cap: int
) -> None:
    place = marker_place(part(1.0, level, cuts, cap=cap))
    assert place is not None
    assert int(level) + 0.1 <= place <= int(level) + 0.9


def test_a_marker_within_a_box_keeps_its_distance_to_the_next_level() -> None:
    assert marker_place(part(1.4, 2.65, (0.9, 1.2, 1.5, 2.0))) == 2.65


def test_nothing_of_the_kind_has_no_marker() -> None:
    none = part(None, 4.0, (7.0, 3.5, None, None), cap=2)
    assert marker_place(none) is None
    assert levels_given(none) == (0, 1, 2)


@pytest.mark.parametrize(
    ("level", "cuts", "cap", "given"),
    [
        (2.1, (14.0, 10.5, 7.0, 3.5), 4, (0, 1, 2, 3, 4)),
        (2.1, (10.5, 7.0, 3.5, None), 3, (0, 1, 2, 3)),
        (3.0, EVENNESS, 4, (3, 4)),
        (0.0, PATHS, 3, (0, 3)),
        (2.0, (None, None, 2.0, None), 3, (2, 3)),
        (1.5, (0.9, 1.0, 1.2, None), 4, (0, 1, 2, 4)),
    ],
)
def test_levels_that_a_part_can_give(
    level: float, cuts: Cuts, cap: int, given: tuple[int, ...]
) -> None:
    assert levels_given(part(1.0, level, cuts, cap=cap)) == given


def test_a_cut_off_that_repeats_is_written_once() -> None:
    assert edge_words(part(75.0, 0.0, PATHS, cap=3), "en") == ("100", "–", "–", "–")


def test_a_part_that_only_limits_the_level_calls_nothing_good() -> None:
    limits = threshold_ruler(part(0.06, 3.0, (None, None, None, 0.25)), "en")
    assert [f">{n}<" in limits for n in ("3", "≤3", "≤4")] == [False, True, True]
    scores = threshold_ruler(part(1.5, 4.0, (0.9, 1.0, 1.2, None)), "en")
    assert [f">{n}<" in scores for n in ("0", "1", "2", "4")] == [True] * 4


def test_a_level_that_no_value_takes_has_an_empty_box() -> None:
    html = threshold_ruler(part(75.0, 0.0, PATHS, cap=3), "en")
    assert html.count('<span class="off"></span>') == 3
    assert "Only levels 0, 3." in html


def test_a_caption_names_the_levels_where_there_are_not_all() -> None:
    assert caption_note(part(1.0, 2.0, (0.9, 1.2, 1.5, 2.0)), "en") == (
        "the higher the better"
    )
    assert caption_note(part(0.1, 3.0, EVENNESS), "fr").endswith(
        "niveaux 3, 4 seulement"
    )


def test_what_is_beyond_every_number_has_a_dash_and_stands_in_its_level() -> None:
    """No bay at all: the way to it has no length, and the level is 0."""
    far = part(None, 0.0, (200.0, 100.0, 50.0, 25.0), better="lower")
    gone = far.model_copy(update={"level": None})
    assert part_value(gone, "en") == "–"
    place = marker_place(gone)
    assert place is not None
    assert 0 < place < 1
