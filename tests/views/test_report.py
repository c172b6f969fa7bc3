"""The report as plain data: complete, the same in every language, and discreet."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

import pytest

from sbd.assessment import public_edition
from sbd.checklists.read import read_checklist
from sbd.document import ActionRecord, Assessment, CriterionResult, RemarkRecord
from sbd.locale import LANGS, THIN, text
from sbd.reviews.model import Rating
from sbd.views.report import CheckLine, Report, report
from sbd.views.report.front import STEP_WORDS, STEPS
from sbd.views.report.labels import continued
from sbd.views.report.people import spread_words
from tests.assessment.school import results, value
from tests.assessment.test_editions import restricted
from tests.views.sample import sample, sample_checklist, sample_results
from tests.views.sample_plan import sample_plan

PLAN = sample_plan()
CHECKLIST = sample_checklist()
SECRET = "kanarie"


def told(**changes: Any) -> Assessment:
    """The sample with everything that people can add to it."""
    given = {"criterion": "S-02", "rater": "R1", "discipline": "police"}
    ratings = (
        Rating(**given, answer=3, comment=f"{SECRET}: it is enough"),
        Rating(**{**given, "rater": "R2"}, answer=4),
        Rating(**given, answer=3.0, settled=True, comment=f"{SECRET}: not for all"),
    )
    actions = (
        ActionRecord(
            uid="1",
            criterion="A-03",
            text="Move 11 bollards " + "a" * 300,
            owner="municipality",
            phase="prevention",
            due="2025-01-31",
        ),
    )
    fields: dict[str, Any] = {
        "participants": {"police": 2, "fire": 4},
        "ratings": ratings,
        "actions": actions,
        "remarks": (RemarkRecord(text=f"{SECRET}: windy", discipline="green"),),
    }
    return sample(PLAN, **{**fields, **changes})


def public(assessment: Assessment) -> Assessment:
    """As the public edition leaves a sensitive criterion, but with what it must hide.

    The report has to be discreet by itself too: it says nothing more of a withheld
    criterion, and no comment, even where a document still held them.
    """
    held = [
        c.model_copy(update={"state": "withheld"}) if c.sensitive else c
        for c in assessment.criteria
    ]
    plan = assessment.plan.model_copy(update={"risk": None})
    return assessment.model_copy(
        update={
            "edition": "public",
            "criteria": tuple(held),
            "plan": plan,
            "tensions": (),
        }
    )


def strings(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from strings(item)


def page(found: Report, criterion: str) -> Any:
    return next(c for c in found.criteria if c.id == criterion)


@pytest.mark.parametrize("lang", LANGS)
def test_report_is_plain_data_without_a_key_or_markup(lang: str) -> None:
    found = asdict(report(told(), CHECKLIST, lang, (told(),)))
    json.dumps(found, allow_nan=False)  # refuses anything that is not plain
    family = r"(ui|report|review|actions|reason|note|state|level|discipline|phase)"
    for words in strings(found):
        assert not re.search(rf"\b{family}\.[a-z_]", words), words
        assert "<" not in words, words


def test_cover_says_what_was_assessed_and_by_whom() -> None:
    cover = report(told(), CHECKLIST, "fr").cover
    said = {fact.name: fact.words for fact in cover.facts}
    assert said["Variante"] == "A"
    assert said["Date"] == "22 novembre 2025"
    assert said["Liste de critères"] == "Exemple, version 1.0.0"
    assert said["Version"] == "Diffusion restreinte"
    assert [(f.name, f.words) for f in cover.took_part] == [
        ("Police", "2"),
        ("Pompiers", "4"),
    ]
    assert cover.took_part_total == "6 personnes"
    assert cover.status.endswith("2 critères n’ont pas encore de réponse.")
    assert len(cover.sign_off) == 3


def test_front_page_has_the_scores_as_the_screen_words_them() -> None:
    front = report(told(), CHECKLIST, "nl").front
    assert front.verdict == "Uit evenwicht: toegankelijkheid blijft achter"
    assert [(s.shown, s.word, s.between) for s in front.scores] == [
        ("74", "aanvaardbaar", "66–81"),
        ("41", "zwak", "35–52"),
        ("55", "aanvaardbaar", "48–63"),
    ]
    assert [s.below_line for s in front.scores] == [False, True, False]
    assert front.line == 50.0
    assert (front.overall.shown, front.governance.shown) == ("55", "58")
    assert front.readiness[0] == (False, "Niet klaar: 1 vereiste niet vervuld (A-03)")
    assert front.readiness[1][0] is None


def test_steps_start_with_what_is_required_and_say_what_was_agreed() -> None:
    steps = report(told(), CHECKLIST, "en").front.steps
    assert [s.id for s in steps] == ["A-03", "L-02", "L-13", "S-02"]
    assert len(steps) <= STEPS
    assert steps[0].gain == "+6.4"
    assert steps[0].words.startswith("Move 11 bollards")
    assert len(steps[0].words) == STEP_WORDS
    assert steps[1].words.replace("\u202f", " ") == "seats and routes in shade: ≥ 25 %"
    assert steps[2].words == "4 excellent: all"


def test_criterion_says_everything_behind_its_level() -> None:
    found = page(report(told(), CHECKLIST, "fr"), "A-03")
    assert found.value == "0,84\u202fm"
    assert found.level.key == "0"
    assert found.level.word == "insuffisant"
    [part] = found.parts
    assert part.cuts == ("0,90", "1,00", "1,20", "–")
    assert part.at == pytest.approx(0.4)
    assert found.sources[0].certainty == "pas encore vérifié à la source"
    assert found.gate.startswith("Non remplie")
    assert found.tensions[0].against.startswith("S-02")
    assert [a.what[:4] for a in found.actions] == ["Move"]
    assert found.actions[0].attention == ("en retard",)
    assert [fact.name for fact in found.rests_on] == [
        text("fr", "ui.assumptions"),
        text("fr", "ui.completeness"),
    ]


def test_a_requirement_that_asks_more_than_the_next_level_is_said_alone() -> None:
    """Level 1 of the width of routes begins at 1.20 m; the regulation asks 1.50 m."""
    brussels = read_checklist("brussels")
    narrow = results(("route_width", value("route_width", 0.95)))
    found = page(report(narrow, brussels, "en"), "A-02")
    assert found.gate_passed is False
    said = [
        words.replace("\u202f", " ").replace("\xa0", " ") for words in found.next_level
    ]
    assert said == ["required: ≥ 1.50 m"]
    wide = results(("route_width", value("route_width", 1.60)))
    asked = page(report(wide, brussels, "en"), "A-02").next_level
    assert not [words for words in asked if words.startswith("required")]


def test_a_withheld_value_has_no_place_on_its_ruler() -> None:
    """A mark at the edge of its level would read as the value."""
    whole = restricted()
    brussels = read_checklist("brussels")
    (shown,) = page(report(whole, brussels, "en"), "A-03").parts[:1]
    (held,) = page(report(public_edition(whole), brussels, "en"), "A-03").parts[:1]
    assert shown.at is not None
    assert (held.at, held.level) == (None, shown.level)


def test_unknown_criterion_has_a_reason_and_no_value() -> None:
    found = page(report(told(), CHECKLIST, "en"), "A-05")
    assert (found.level.key, found.level.mark, found.value) == ("unknown", "?", "")
    assert found.reason
    assert found.interval == "between 0 and 4"
    assert found.next_level == ()


def test_people_their_spread_their_comments_and_dissent() -> None:
    found = page(report(told(), CHECKLIST, "en"), "S-02")
    assert [(v.discipline, v.median, v.persons) for v in found.voices] == [
        ("Fire service", "2.5", "4 people"),
        ("Police", "3.5", "2 people"),
    ]
    assert found.voices[1].counts == (0, 0, 0, 1, 1, 0, 0)
    assert "answers from 2 to 4" in found.people
    assert [c.words for c in found.comments] == [f"{SECRET}: it is enough"]
    assert [c.words for c in found.dissent] == [f"{SECRET}: not for all"]
    whole = report(told(), CHECKLIST, "en")
    assert [r.words for r in whole.remarks] == [f"{SECRET}: windy"]


@pytest.mark.parametrize("lang", LANGS)
def test_public_edition_names_what_is_withheld_and_says_no_more(lang: str) -> None:
    found = report(public(told()), CHECKLIST, lang)
    held = page(found, "S-02")
    bare = {k: v for k, v in asdict(held).items() if v}
    assert set(bare) == {"id", "title", "level", "state"}
    assert held.state == held.level.word == text(lang, "state.withheld")
    said = list(strings(asdict(found)))
    assert not [words for words in said if SECRET in words]
    assert text(lang, "ui.public_scores") in found.front.public_scores
    assert text(lang, "ui.risk") not in {f.name for f in found.method.facts}


def statutory(**changes: Any) -> tuple[CriterionResult, ...]:
    return tuple(
        c.model_copy(update={"status": "statutory", **changes}) if c.id == "L-13" else c
        for c in sample_results(PLAN)
    )


def test_legal_requirements_are_those_the_checklist_calls_statutory() -> None:
    assert report(sample(PLAN), CHECKLIST, "en").legal == ()
    outcomes = {}
    for level in (None, 1.5, 2.0):
        state = "judged" if level is not None else "unknown"
        criteria = statutory(level=level, state=state)
        [one] = report(sample(PLAN, criteria=criteria), CHECKLIST, "en").legal
        outcomes[level] = (one.outcome, one.word)
    assert outcomes == {
        None: ("unknown", "Not yet known"),
        1.5: ("not_met", "Not met"),
        2.0: ("met", "Met"),
    }


def test_withheld_legal_requirement_says_only_so() -> None:
    criteria = statutory(sensitive=True, state="withheld")
    [one] = report(sample(PLAN, criteria=criteria), CHECKLIST, "en").legal
    assert (one.outcome, one.word) == ("withheld", "withheld")
    assert (one.value, one.reason, one.sources) == ("withheld", "", ())


def test_dimensions_hold_every_criterion_once() -> None:
    found = report(told(), CHECKLIST, "en")
    listed = [row.id for page in found.dimensions for row in page.rows]
    assert sorted(listed) == sorted(c.id for c in found.criteria)
    assert [d.key for d in found.dimensions][-1] == "governance"


def test_chain_and_actors() -> None:
    found = report(told(), CHECKLIST, "nl")
    assert found.chain.heads[-1] == "inclusie van personen"
    assert found.chain.rows[0].cells[-1] == ("5",)  # five criteria have a level
    [row] = found.actors.rows
    assert row.name == "Gemeente (stedenbouw en werken)"
    assert row.cells[0][0].startswith("A-03 · Move")
    assert row.cells[1] == ()


def test_comparison_shows_what_differs() -> None:
    other = sample(PLAN, record=sample(PLAN).plan.model_copy(update={"variant": "B"}))
    changed = [
        c.model_copy(update={"level": 2.0, "low": 2.0, "high": 2.0})
        if c.id == "A-03"
        else c
        for c in other.criteria
    ]
    other = other.model_copy(update={"criteria": tuple(changed)})
    found = report(sample(PLAN), CHECKLIST, "en", (other,)).comparison
    assert found is not None
    assert found.names == ("A", "B")
    assert [(c.id, [x.mark for x in c.levels]) for c in found.criteria] == [
        ("A-03", ["0", "2"])
    ]
    assert found.scores[0].shown == ("74 (66–81)", "74 (66–81)")
    assert report(sample(PLAN), CHECKLIST, "en").comparison is None


def test_checks_go_into_the_annex_as_they_come() -> None:
    lines = (CheckLine("warning", "warning", "One rater only."),)
    assert report(sample(PLAN), CHECKLIST, "en", checks=lines).checks == lines


def test_numbers_of_the_method_have_names_and_the_order_of_the_checklist() -> None:
    assessment = sample(PLAN)
    used = {"from_elsewhere_m": 2.0, "eye_height_m": 1.6, "rest_reach_m": 10.0}
    record = assessment.checklist.model_copy(update={"parameters": used})
    assessment = assessment.model_copy(update={"checklist": record})
    found = report(assessment, read_checklist("brussels"), "nl").method.parameters
    assert [(p.id, p.name) for p in found] == [
        ("rest_reach_m", "Reikwijdte van een zitplaats langs een route"),
        ("eye_height_m", "Ooghoogte van een staande persoon"),
        ("from_elsewhere_m", "from_elsewhere_m"),
    ]
    assert found[0].value == f"10{THIN}m"
    assert found[1].source == "Gebruikelijke ooghoogte van een staande volwassene"


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", ("21 July", "13:10", "70°")),
        ("fr", ("21 juillet", "13 h 10", "70°")),
        ("nl", ("21 juli", "13.10 uur", "70°")),
    ],
)
def test_days_times_and_angles_are_written_as_people_read_them(
    lang: str, said: tuple[str, ...]
) -> None:
    used = {"sun_day": 202.0, "sun_hour_h": 13.1667, "lamp_cutoff_deg": 70.0}
    assessment = sample(PLAN)
    record = assessment.checklist.model_copy(update={"parameters": used})
    assessment = assessment.model_copy(update={"checklist": record})
    found = report(assessment, read_checklist("brussels"), lang).method.parameters
    assert tuple(p.value for p in found) == said


def test_data_of_openstreetmap_names_its_licence() -> None:
    assessment = sample(PLAN)
    note = assessment.plan.notes[0].model_copy(
        update={"code": "layer_read", "args": {"vocabulary": "osm", "format": "osm"}}
    )
    record = assessment.plan.model_copy(update={"notes": (note,)})
    found = report(sample(PLAN, record=record), CHECKLIST, "fr").method
    assert "Open Database Licence" in found.attributions[0]
    plain = report(assessment, CHECKLIST, "fr").method.attributions
    assert "OpenStreetMap" not in " ".join(plain)


@pytest.mark.parametrize(
    ("spread", "said"),
    [
        ((1, 1, 1, 1), ("all answers: 1",)),
        ((0, 1, 1, 2), ("answers from 0 to 2",)),
        ((1, 1, 2, 3), ("answers from 1 to 3", "the middle half from 1 to 2")),
    ],
)
def test_equal_answers_are_not_told_as_a_range(
    spread: tuple[float, float, float, float], said: tuple[str, ...]
) -> None:
    assert spread_words(spread, "en") == said


@pytest.mark.parametrize(
    ("lang", "words", "after"),
    [
        ("fr", "À l’aise de jour", "à l’aise de jour"),
        ("fr", "L’avis en plus", "l’avis en plus"),
        ("nl", "Minder dan één op tien", "minder dan één op tien"),
        ("nl", "Eén evaluatie", "één evaluatie"),
        ("en", "People are present", "People are present"),
        ("fr", "RRU, titre IV", "RRU, titre IV"),
        ("fr", "Bruxelles Mobilité décide", "Bruxelles Mobilité décide"),
        ("fr", "", ""),
    ],
)
def test_dutch_and_french_go_on_without_a_capital_after_a_colon(
    lang: str, words: str, after: str
) -> None:
    assert continued(words, lang) == after


def test_kinds_are_listed_by_their_name_in_the_language() -> None:
    """An accent does not send a word to the end: bâtiments before bordures."""
    plan = told().plan.model_copy(
        update={
            "elements": {"kerb": 2, "building": 2, "tree": 2},
            "declared": ("tree", "kerb", "building"),
        }
    )
    whole = told().model_copy(update={"plan": plan})
    facts = {f.name: f.words for f in report(whole, CHECKLIST, "fr").method.facts}
    declared = facts[text("fr", "ui.declared_kinds")]
    assert declared == "arbres, bâtiments, bordures"
    elements = facts[text("fr", "ui.elements")].replace("\xa0", " ")
    assert elements == "arbres : 2, bâtiments : 2, bordures : 2"
    title = CHECKLIST.title.in_language("fr")
    assert facts[text("fr", "ui.checklist")].startswith(title)
