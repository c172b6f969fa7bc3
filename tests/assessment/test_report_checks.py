"""What is told before an assessment leaves the room, and what is not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from shapely.geometry import Point, box

from sbd.assessment import check_indicators, public_edition
from sbd.assessment.report_checks import Check, checks_to_share, report_checks
from sbd.document import Assessment, RemarkRecord
from sbd.errors import ChecklistError
from sbd.locale import LANGS
from sbd.plans.plan import Plan, Risk
from sbd.reviews.model import Rating
from sbd.views.before_sharing import check_counts, check_lines, check_sentence
from tests.assessment.school import checklist, plan, rating, results


def found(
    *ratings: Rating, on: Plan | None = None, public: bool = False, **more: Any
) -> dict[str, Check]:
    """Return the checks by code; of several of one code the last."""
    chosen = on or plan()
    whole = results(ratings=ratings, on=chosen)
    told = public_edition(whole) if public else whole
    return {c.code: c for c in report_checks(told, chosen, checklist(), **more)}


def test_a_missing_mandatory_opinion_is_an_error_and_comes_first() -> None:
    whole = results()
    checks = report_checks(whole, plan(), checklist())
    assert (checks[0].severity, checks[0].code) == ("error", "opinion_missing")
    assert "G-05" in [c.criterion for c in checks if c.code == "opinion_missing"]
    order = [c.severity for c in checks]
    assert order == sorted(order, key=["error", "warning", "info"].index)
    answered = found(rating("G-05", 3, comment="dossier 12"))
    assert "opinion_missing" not in answered


def test_a_high_level_needs_a_comment_a_reason_or_a_place() -> None:
    assert found(rating("L-15", 3))["high_without_reason"].criterion == "L-15"
    for said in ({"comment": "seen"}, {"lon": 4.35, "lat": 50.85}):
        assert "high_without_reason" not in found(rating("L-15", 3, **said))
    assert "high_without_reason" not in found(rating("L-15", 2))
    whole = results(ratings=(rating("L-15", 4),))
    remark = RemarkRecord(text="walked there", criterion="L-15")
    told = report_checks(
        whole.model_copy(update={"remarks": (remark,)}), plan(), checklist()
    )
    assert "high_without_reason" not in [c.code for c in told]


@pytest.mark.parametrize(("other", "apart"), [(1, True), (2, False), (4, False)])
def test_disciplines_more_than_two_levels_apart(other: int, apart: bool) -> None:
    given = (
        rating("L-15", 4, comment="x"),
        rating("L-15", other, rater="R2", discipline="residents"),
    )
    checks = found(*given)
    assert ("disciplines_apart" in checks) is apart
    if apart:
        args = checks["disciplines_apart"].args
        assert {args["discipline"], args["other"]} == {"police", "residents"}
        assert args["levels"] == 3
        # Both are few: the public edition knows one merged group, which agrees.
        assert "disciplines_apart" not in found(*given, public=True)


def test_not_applicable_although_the_plan_has_it() -> None:
    benches = plan(elements={"bench": [Point(5, 5), Point(9, 9)]})
    checks = found(rating("A-10", "not_applicable"), on=benches)
    assert checks["present_all_the_same"].args == {
        "criterion": "A-10",
        "kind": "bench",
        "n": 2,
    }
    bare = plan(elements={"tree": [Point(5, 5)]})
    without = found(rating("A-10", "not_applicable"), on=bare)
    assert "present_all_the_same" not in without


def test_a_plan_that_changed_meanwhile() -> None:
    on = plan()
    whole = results(on=on)
    newer = replace(on, sha256="f" * 64)
    codes = [c.code for c in report_checks(whole, newer, checklist())]
    assert "measured_before_change" in codes
    assert "judged_before_change" in found(judged_on=["e" * 64])
    assert "judged_before_change" not in found(judged_on=[on.sha256])


def test_one_rater_is_told_in_one_line() -> None:
    checks = found(rating("L-15", 1), rating("L-14", 1))
    assert checks["single_rater"].args == {"n": 2, "criteria": ["L-14", "L-15"]}
    both = found(rating("L-15", 1), rating("L-15", 1, rater="R2"))
    assert "single_rater" not in both


@pytest.mark.parametrize(("side", "wide"), [(50, True), (40, False)])
def test_risk_spots_too_wide_are_told_in_the_restricted_edition(
    side: int, wide: bool
) -> None:
    """A quarter of a site of 100 m by 100 m is too much, 16 % is not."""
    on = plan(elements={"risk_spot": [box(0, 0, side, side)]}, risk=Risk("normal"))
    assert ("risk_spots_wide" in found(on=on)) is wide
    assert "risk_spots_wide" not in found(on=on, public=True)


def test_what_is_unknown_says_what_it_leaves_open() -> None:
    open_ = found()["still_open"]
    assert (open_.severity, open_.args["low"], open_.args["high"]) == ("info", 0, 100)


def test_nothing_is_said_of_what_the_public_edition_withholds() -> None:
    given = tuple(rating(c, 4) for c in ("G-04", "G-09"))
    public = report_checks(public_edition(results(ratings=given)), plan(), checklist())
    about = [c for c in public if c.criterion in ("G-04", "G-09")]
    assert about == []
    named = [c.args["criteria"] for c in public if c.code == "public_leaves_out"]
    assert named == [["S-01", "S-02", "S-03", "S-17", "G-04", "G-09"]]


def test_whoever_shares_the_public_edition_is_told_what_only_answers_tell() -> None:
    """Of L-15 the disciplines are told apart; G-04 is withheld, so not a word of it."""
    given = [
        rating(criterion, level, rater=who, discipline=who)
        for criterion in ("L-15", "G-04")
        for who, level in (("police", 4), ("residents", 1))
    ]
    whole = results(ratings=tuple(given))
    public = public_edition(whole)
    told = checks_to_share(whole, public, plan(), checklist())
    codes = [(c.code, c.criterion) for c in told]
    assert codes.count(("disciplines_apart", "L-15")) == 1
    assert "G-04" not in [c.criterion for c in told]
    every = checks_to_share(whole, whole, plan(), checklist())
    assert every == report_checks(whole, plan(), checklist())
    assert "G-04" in [c.criterion for c in every]


def every_check() -> tuple[Plan, Assessment, tuple[Check, ...]]:
    on = plan(
        elements={
            "bench": [Point(5, 5)],
            "risk_spot": [box(0, 0, 50, 50)],
        },
        risk=Risk("normal"),
    )
    given = (
        rating("L-15", 4),
        rating("L-15", 0, rater="R2", discipline="residents"),
        rating("A-10", "not_applicable"),
        *(rating(c, 3) for c in ("L-11", "L-12", "L-13", "L-14", "S-16", "A-15")),
        *(rating(c, 3) for c in ("L-06", "L-09", "G-01")),
    )
    whole = results(ratings=given, on=on)
    told = report_checks(whole, on, checklist(), judged_on=["e" * 64])
    return on, whole, told


@pytest.mark.parametrize("lang", LANGS)
def test_every_check_has_a_sentence(lang: str) -> None:
    _, _, checks = every_check()
    assert len({c.code for c in checks}) == 10
    for check in checks:
        words = check_sentence(check, checklist(), lang)
        assert "before." not in words
        assert "…" not in words
        assert "{" not in words
    lines = check_lines(checks, checklist(), lang)
    assert [line.severity for line in lines] == [c.severity for c in checks]
    assert len(check_counts(checks, lang)) == 3


def test_sentences_in_three_languages() -> None:
    _, _, checks = every_check()
    apart = next(c for c in checks if c.code == "disciplines_apart")
    assert check_sentence(apart, checklist(), "fr").endswith(
        "habitants et police diffèrent de 4 niveaux."
    )
    alone = next(c for c in checks if c.code == "single_rater")
    assert "nog 3" in check_sentence(alone, checklist(), "nl")


def test_a_checklist_is_about_kinds_that_exist() -> None:
    first = checklist().criteria[0].model_copy(update={"about": ("bank",)})
    wrong = checklist().model_copy(update={"criteria": (first,)})
    with pytest.raises(ChecklistError, match="about bank"):
        check_indicators(wrong)
