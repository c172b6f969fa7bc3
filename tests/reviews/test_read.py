from __future__ import annotations

from pathlib import Path

import pytest

from sbd.errors import RatingsError
from sbd.reviews.model import Rating, levels_by_criterion
from sbd.reviews.read import check_criteria, parse_ratings, read_ratings

ROW = {"criterion": "L-15", "rater": "R1", "discipline": "police", "answer": 3}


def parse(*rows: object) -> tuple[Rating, ...]:
    return parse_ratings(rows, where="ratings.yaml")


@pytest.mark.parametrize("answer", [0, 4, "unknown", "not_applicable"])
def test_answers(answer: object) -> None:
    assert parse({**ROW, "answer": answer})[0].answer == answer


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({**ROW, "answer": 5}, r"ratings\[0\]\.answer|ratings\[0\]"),
        ({**ROW, "answer": 2.5}, "half levels are for settled"),
        ({**ROW, "answer": 2.3, "settled": True}, "0 to 4"),
        ({**ROW, "discipline": "army"}, r"ratings\[0\]\.discipline"),
        ({**ROW, "typo": 1}, r"ratings\[0\]\.typo"),
        ({**ROW, "lat": 91}, r"ratings\[0\]\.lat"),
        ("text", r"ratings\[0\]"),
    ],
)
def test_mistakes_are_told_with_their_place(row: object, message: str) -> None:
    with pytest.raises(RatingsError, match=message):
        parse(row)


def test_all_mistakes_are_told_at_once() -> None:
    with pytest.raises(RatingsError) as error:
        parse({**ROW, "discipline": "x"}, ROW, ROW)
    assert "ratings[0]" in str(error.value)
    assert "answers L-15 twice" in str(error.value)


def test_two_decisions_on_one_criterion_are_refused() -> None:
    settled = {**ROW, "settled": True}
    with pytest.raises(RatingsError, match="settled twice"):
        parse(settled, {**settled, "rater": "R2"})


def test_a_decision_on_a_measured_criterion_needs_level_and_reason() -> None:
    bare = parse({**ROW, "criterion": "L-01", "settled": True})
    with pytest.raises(RatingsError, match="needs a level and a reason"):
        check_criteria(bare, judged=["L-15"], measured=["L-01"])
    with pytest.raises(RatingsError, match="no criterion L-15"):
        check_criteria(parse(ROW), judged=[], measured=["L-01"])
    reasoned = parse({**ROW, "criterion": "L-01", "settled": True, "reason": "seen"})
    check_criteria(reasoned, judged=[], measured=["L-01"])


@pytest.mark.parametrize(
    "text",
    ["ratings: 3", "a: &x [1]\nb: *x", "\x00", "ratings: [", "!!python/object:os.x {}"],
)
def test_files_that_are_not_ratings(tmp_path: Path, text: str) -> None:
    path = tmp_path / "r.yaml"
    path.write_text(text)
    with pytest.raises(RatingsError, match=r"r\.yaml"):
        read_ratings(path)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(RatingsError, match="cannot be read"):
        read_ratings(tmp_path / "none.yaml")


def test_decisions_and_words_are_not_answers() -> None:
    ratings = parse(
        ROW, {**ROW, "rater": "R2", "answer": "unknown"}, {**ROW, "settled": True}
    )
    assert levels_by_criterion(ratings) == [[3.0]]


def csv_file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "answers.csv"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("mark", [",", ";"])
def test_a_csv_file_gives_the_same_ratings(tmp_path: Path, mark: str) -> None:
    text = (
        "\ufeffcriterion,rater,discipline,answer,comment,lon,lat,settled,reason\n"
        'L-15,R1,police,3,"two\nlines",4.35,50.84,,\n'
        "L-15,R2,legal,unknown,,,,no,\n"
        "\n"
        "L-16,R2,legal,2.5,,,,yes,agreed\n"
    )
    found = read_ratings(csv_file(tmp_path, text.replace(",", mark)))
    assert [(r.answer, r.comment, r.lon) for r in found] == [
        (3, "two\nlines", 4.35),
        ("unknown", None, None),
        (2.5, None, None),
    ]
    assert [(r.settled, r.reason) for r in found][2] == (True, "agreed")


def test_all_mistakes_of_a_csv_file_are_named_by_row(tmp_path: Path) -> None:
    text = "criterion,rater,discipline,answer\nL-15,R1,police,7\nL15,R1,army,1\n"
    with pytest.raises(RatingsError) as told:
        read_ratings(csv_file(tmp_path, text))
    for words in ("row 2", "row 3.criterion", "row 3.discipline"):
        assert words in str(told.value)


@pytest.mark.parametrize("head", ["", "criterion,rater", "a,b", "criterion,criterion"])
def test_a_csv_file_names_its_columns(tmp_path: Path, head: str) -> None:
    with pytest.raises(RatingsError, match="must name the columns criterion"):
        read_ratings(csv_file(tmp_path, head))
