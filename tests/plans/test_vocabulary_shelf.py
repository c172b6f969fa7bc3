"""Saved vocabularies: written, read back, offered for what looks alike."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sbd.errors import PlanError
from sbd.plans.matches import Match, plain_matches
from sbd.plans.plan import Plan
from sbd.plans.raw import RawPlan
from sbd.plans.read import read_plan
from sbd.plans.vocabulary import parse_matches, parse_vocabulary
from sbd.plans.vocabulary_shelf import Likeness, Shelf, as_yaml, merged, shelf_name
from tests.plans.drawings import at, layer
from tests.plans.school_drawing import MATCHES, as_bytes, school_drawing


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "vocabularies", Path.write_bytes)


def matches(*names: str) -> list[dict[str, Any]]:
    return [{"layer": name, "kind": "bench"} for name in names]


def holding(*names: str) -> RawPlan:
    return RawPlan(tuple(layer(n, [at(1, 1)]) for n in names), (), "")


def test_what_is_saved_reads_back(shelf: Shelf) -> None:
    assert shelf.save("Stad Brugge", MATCHES) == "Stad Brugge"
    assert shelf.names() == ("Stad Brugge",)
    assert plain_matches(shelf.load("Stad Brugge")) == list(MATCHES)
    shelf.save("Stad Brugge", matches("a"))
    assert plain_matches(shelf.load("Stad Brugge")) == matches("a")


def test_a_saved_file_serves_the_command_line_and_gives_the_same_plan(
    shelf: Shelf, tmp_path: Path
) -> None:
    path = tmp_path / "school.dxf"
    path.write_bytes(as_bytes(school_drawing()))
    shelf.save("school", MATCHES)
    file = str(shelf.folder / "school.yaml")
    by_file = read_plan([path], crs="EPSG:31370", vocabulary=file)
    by_option = read_plan([path], crs="EPSG:31370", matches=MATCHES)
    assert contents(by_file) == contents(by_option)
    assert by_file.notes == by_option.notes
    counts = {k: len(v) for k, v in by_file.layers.items()}
    assert counts == {"bench": 4, "site": 1, "tree": 6, "wall": 3}


def contents(plan: Plan) -> dict[str, str]:
    return {kind: frame.to_json() for kind, frame in plan.layers.items()}


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("../../etc/passwd", "etc passwd"),
        ("a/b\\c:d*e?f", "a b c d e f"),
        ("  Bruxelles – été  ", "Bruxelles été"),
        (".hidden", "hidden"),
        ("con", "con 1"),
        ("LPT1", "LPT1 1"),
        ("x\0y\nz", "x y z"),
        ("...", ""),
        ("n" * 200, "n" * 60),
    ],
)
def test_names_are_made_fit_for_files(typed: str, name: str) -> None:
    assert shelf_name(typed) == name
    assert shelf_name(name) == name


def test_hostile_names_stay_on_the_shelf(shelf: Shelf, tmp_path: Path) -> None:
    shelf.save("../../outside", MATCHES)
    assert sorted(p.relative_to(tmp_path).parts[0] for p in tmp_path.rglob("*")) == [
        "vocabularies",
        "vocabularies",
    ]
    with pytest.raises(PlanError, match="letters or digits"):
        shelf.save("///", MATCHES)
    with pytest.raises(PlanError, match="not in the data folder"):
        shelf.load("../settings")


NASTY = [
    "no", "null", "~", "0123", "1_000", "1e3", "12:30", "2024-01-01", "<<", "*a", "&a",
    "!tag", "{x}", "[x]", "# c", "a: b", "'", '"', "\\", "\t", "a\nb", "\x00", "é",
    "<script>alert(1)</script>", "%s {0}", "\u202e", "🪑", "=", "---", "...",
]  # fmt: skip


@pytest.mark.parametrize("name", NASTY)
def test_names_that_mean_something_in_yaml_are_names(name: str) -> None:
    said = [{"layer": name, "kind": "bench"}]
    if name.strip():
        said.append({"block": name.strip(), "kind": "lamp"})
    assert plain_matches(parse_vocabulary(as_yaml(name, said), "x").matches) == said


@given(
    st.lists(
        st.builds(
            lambda name, cell, kind: {
                "layer": name,
                "block": cell.strip(),
                "kind": kind,
            },
            st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
            st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
            st.sampled_from(["bench", "none", "lamp"]),
        ),
        max_size=5,
    )
)
@example([{"layer": "", "block": "0\x850", "kind": "bench"}])
def test_any_names_survive_the_file(said: list[dict[str, Any]]) -> None:
    read = parse_vocabulary(as_yaml("x", said), "x").matches
    assert read == parse_matches(said).matches


def test_settings_survive_the_file() -> None:
    said = [
        {
            "layer": "L",
            "kind": "lamp",
            "set": {
                "height_m": {"from": ["h"], "factor": 0.01, "size": True, "max": 9.0}
            },
        }
    ]
    assert plain_matches(parse_vocabulary(as_yaml("x", said), "x").matches) == said


# -- what looks alike -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("known", "of", "alike"),
    [
        (0, 1, False), (1, 1, True), (1, 2, True), (1, 3, False), (2, 4, True),
        (2, 5, False), (3, 10, True), (3, 11, False), (4, 13, True), (0, 0, False),
    ],
)  # fmt: skip
def test_half_or_three_and_three_tenths(known: int, of: int, alike: bool) -> None:
    all_ = tuple(Match(layer=f"L{n}", kind="bench") for n in range(of))
    assert Likeness("x", all_, all_[:known]).alike is alike


def test_a_file_that_looks_alike_is_offered_what_was_chosen(shelf: Shelf) -> None:
    shelf.save("office", matches("a", "b", "c", "d"))
    shelf.save("other", matches("p", "q", "r"))
    found = shelf.alike(holding("a", "b", "z"))
    assert [(one.name, len(one.known), len(one.matches)) for one in found] == [
        ("office", 2, 4)
    ]
    assert shelf.alike(holding("a", "z")) == ()


def test_what_is_settled_already_is_not_offered(shelf: Shelf) -> None:
    shelf.save("office", matches("a", "b"))
    assert shelf.alike(holding("a", "b"), matches("a"))
    settled = [{"layer": n, "kind": "lamp"} for n in "ab"]
    assert shelf.alike(holding("a", "b"), settled) == ()


def test_ones_own_choices_stay_over_those_saved(shelf: Shelf) -> None:
    shelf.save("office", matches("a", "b"))
    own = [{"layer": "a", "kind": "lamp"}, {"layer": "z", "kind": "none"}]
    assert merged(shelf.load("office"), own) == [*matches("b"), *own]


def test_the_one_that_knows_most_comes_first(shelf: Shelf) -> None:
    shelf.save("large", matches("a", "b", "c"))
    shelf.save("small", matches("a"))
    found = shelf.alike(holding("a", "b", "c"))
    assert [one.name for one in found] == ["large", "small"]


def test_a_file_broken_by_hand_is_passed_over(shelf: Shelf) -> None:
    shelf.save("good", matches("a"))
    (shelf.folder / "bad.yaml").write_text("id: [", "utf-8")
    assert [one.name for one in shelf.alike(holding("a"))] == ["good"]
    with pytest.raises(PlanError, match="not readable as YAML"):
        shelf.load("bad")


def test_a_file_changed_by_hand_is_read_anew(shelf: Shelf) -> None:
    shelf.save("good", matches("a"))
    assert len(shelf.load("good")) == 1
    (shelf.folder / "good.yaml").write_bytes(as_yaml("good", matches("a", "b")))
    assert len(shelf.load("good")) == 2


def test_a_shelf_without_a_folder_is_empty(shelf: Shelf) -> None:
    assert shelf.names() == ()
    assert shelf.alike(holding("a")) == ()
