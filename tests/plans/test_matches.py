"""Matches: what a layer, block, colour or value is by decision, in every format."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString

from sbd.cli import commands
from sbd.errors import PlanError
from sbd.plans.kinds import KINDS
from sbd.plans.matches import Match, Matcher, plain_matches
from sbd.plans.options import Options
from sbd.plans.plan import Plan
from sbd.plans.vocabulary import load_vocabulary, parse_matches, parse_vocabulary
from sbd.plans.vocabulary_shelf import as_yaml
from tests.conftest import ROOT
from tests.plans.drawings import (
    SITE,
    X,
    Y,
    at,
    codes,
    layer,
    osm,
    plan,
    rectangle,
    told,
)
from tests.plans.school_drawing import MATCHES, as_bytes, school_drawing

HOUSE = rectangle(0, 0, 10, 10)


def drawing(**more: Any) -> Any:
    """Four things on layer 0: two blocks PT12, one line in red, one in blue."""
    line = LineString([(X, Y), (X + 5, Y)])
    return layer(
        "0",
        [at(1, 1), at(2, 2), line, line],
        format="dxf",
        unit="m",
        layer=["0"] * 4,
        block=["PT12", "PT12", None, None],
        colour=[7, 7, 1, 5],
        handle=["A1", "A2", "A3", "A4"],
        **more,
    )


def kinds(read: Plan) -> dict[str, int]:
    return {k: len(v) for k, v in read.layers.items() if k != "site"}


def test_a_block_is_a_kind_by_decision() -> None:
    read = plan(drawing(), matches=({"block": "PT12", "kind": "bench"},))
    assert kinds(read) == {"bench": 2}
    assert list(read.of("bench").index) == ["0-A1", "0-A2"]
    assert told(read, "unmapped")[0]["n"] == 2


def test_a_colour_of_a_layer_is_a_kind() -> None:
    red = {"layer": "0", "colour": 1, "kind": "wall"}
    blue = {"layer": "0", "colour": 5, "kind": "fence"}
    assert kinds(plan(drawing(), matches=(red, blue))) == {"fence": 1, "wall": 1}


def test_what_is_drawn_without_a_block_is_meant_by_an_empty_name() -> None:
    read = plan(drawing(), matches=({"layer": "0", "block": "", "kind": "kerb"},))
    assert kinds(read) == {"kerb": 2}


def test_the_most_specific_match_wins_whatever_the_order() -> None:
    exact = {"layer": "0", "block": "PT12", "kind": "bench"}
    loose = {"layer": "0", "kind": "wall"}
    for matches in ((exact, loose), (loose, exact)):
        assert kinds(plan(drawing(), matches=matches)) == {"bench": 2, "wall": 2}


def test_a_block_counts_before_a_colour_and_a_colour_before_a_layer() -> None:
    block = {"block": "PT12", "kind": "bench"}
    colour = {"colour": 7, "kind": "lamp"}
    name = {"layer": "0", "kind": "bollard"}
    assert kinds(plan(drawing(), matches=(name, block, colour)))["bench"] == 2
    assert kinds(plan(drawing(), matches=(colour, name)))["lamp"] == 2


def test_of_two_equal_matches_the_later_counts() -> None:
    first, second = ({"block": "PT12", "kind": k} for k in ("bench", "lamp"))
    assert kinds(plan(drawing(), matches=(first, second))) == {"lamp": 2}


def test_what_is_left_out_on_purpose_is_told_and_not_unmapped() -> None:
    read = plan(drawing(), matches=({"layer": "0", "kind": "none"},))
    assert kinds(read) == {}
    assert "unmapped" not in codes(read)
    note = told(read, "left_out")[0]
    assert note["n"] == 4
    assert note["what"] == ("0 / PT12 (2)", "0 (2)")


def test_what_was_recognised_wrongly_is_corrected() -> None:
    benches = layer("BANK", [at(1, 1)], height=[4.0])
    read = plan(benches, matches=({"layer": "BANK", "kind": "lamp"},))
    assert kinds(read) == {"lamp": 1}
    assert read.of("lamp")["height_m"].tolist() == [4.0]


def test_a_layer_in_our_own_words_is_corrected_too() -> None:
    things = layer(
        "things", [at(1, 1), at(2, 2)], kind=["bench", "lamp"], id=["a", "b"]
    )
    match = {"layer": "things", "column": "kind", "value": "bench", "kind": "bollard"}
    read = plan(things, matches=(match,))
    assert kinds(read) == {"bollard": 1, "lamp": 1}
    assert list(read.of("bollard").index) == ["a"]


def test_a_tag_of_a_map_is_corrected_and_keeps_what_its_tags_say() -> None:
    tags = {"amenity": "bench", "backrest": "yes", "material": "wood"}
    things = osm(("n1", tags, at(1, 1)), ("n2", {"natural": "tree"}, at(2, 2)))
    match = {"column": "natural", "value": "tree", "kind": "shrub"}
    assert kinds(plan(things, matches=(match,))) == {"bench": 1, "shrub": 1}
    again = {"column": "amenity", "value": "bench", "kind": "bench"}
    assert plan(things, matches=(again,)).of("bench")["back"].tolist() == ["yes"]


def test_a_column_without_a_value_is_any_that_is_filled() -> None:
    poles = layer("p", [at(1, 1), at(2, 2), at(3, 3)], watt=["40", None, " "])
    assert kinds(plan(poles, matches=({"column": "watt", "kind": "lamp"},))) == {
        "lamp": 1
    }
    blank = {"column": "watt", "value": "", "kind": "bollard"}
    assert kinds(plan(poles, matches=(blank,))) == {"bollard": 2}


def test_values_are_compared_as_they_are_shown() -> None:
    poles = layer("p", [at(1, 1), at(2, 2)], code=[12.0, 13.5])
    match = {"column": "code", "value": 12, "kind": "lamp"}
    assert kinds(plan(poles, matches=(match,))) == {"lamp": 1}


def test_a_match_sets_attributes() -> None:
    match = {
        "block": "PT12",
        "kind": "bench",
        "set": {
            "back": {"value": "yes"},
            "length_m": {"from": "colour", "factor": 0.1},
        },
    }
    bench = plan(drawing(), matches=(match,)).of("bench")
    assert bench["back"].tolist() == ["yes", "yes"]
    assert bench["length_m"].tolist() == pytest.approx([0.7, 0.7])


def test_what_cannot_have_the_shape_of_the_kind_chosen_is_told() -> None:
    read = plan(drawing(), matches=({"layer": "0", "block": "", "kind": "lamp"},))
    assert told(read, "misshapen")[0]["kind"] == "lamp"
    assert kinds(read) == {}


def test_a_boundary_by_name_can_be_something_else_and_another_layer_the_site() -> None:
    fence = layer("boundary", [LineString([(X, Y), (X + 5, Y)])])
    ground = layer("vlak", [rectangle(0, 0, 40, 30)])
    read = plan(
        fence,
        ground,
        matches=(
            {"layer": "boundary", "kind": "fence"},
            {"layer": "vlak", "kind": "site"},
        ),
    )
    assert read.judged.area == pytest.approx(1200.0)
    assert kinds(read) == {"fence": 1}


def test_names_are_taken_exactly() -> None:
    read = plan(SITE, drawing(), matches=({"block": "pt12", "kind": "bench"},))
    assert kinds(read) == {}


# -- files ----------------------------------------------------------------------------

FILE = """
id: ours
description: our office
extends: auto
matches:
  - {layer: "0", block: PT12, kind: bench}
  - {layer: 0, colour: 1, kind: wall}
  - {column: natural, value: tree, kind: none}
"""


def test_a_vocabulary_file_gives_the_same_plan_as_the_option(tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text(FILE, "utf-8")
    layers = (
        SITE,
        drawing(),
        layer("Poller", [at(3, 3)]),
        osm(
            ("n1", {"natural": "tree"}, at(1, 1)),
            ("n2", {"amenity": "bench"}, at(4, 4)),
        ),
        layer("things", [at(8, 8)], kind=["lamp"]),
    )
    matches = plain_matches(load_vocabulary(str(path)).matches)
    by_file = plan(*layers, vocabulary=str(path))
    by_option = plan(*layers, matches=tuple(matches))
    assert by_file.notes == by_option.notes
    assert kinds(by_file) == kinds(by_option)
    assert kinds(by_file) == {"bench": 3, "bollard": 1, "lamp": 1, "wall": 1}


def test_own_words_first_then_those_extended(tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text("id: ours\nextends: layers\nkinds: {lamp: {names: [pole, bank]}}\n")
    layers = (layer("pole", [at(1, 1)]), layer("BANK", [at(2, 2)]))
    read = plan(*layers, layer("Poller", [at(3, 3)]), vocabulary=str(path))
    assert kinds(read) == {"bollard": 1, "lamp": 2}


def test_without_extending_nothing_else_is_known(tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text("id: ours\nmatches: [{layer: a, kind: lamp}]\n")
    layers = (layer("a", [at(1, 1)]), layer("BANK", [at(2, 2)]))
    assert kinds(plan(*layers, vocabulary=str(path))) == {"lamp": 1}


def test_numbers_in_a_file_are_names() -> None:
    said = b"layer: 0123, block: 1_000, value: 1e3, column: no, kind: lamp"
    content = b"id: x\nmatches: [{" + said + b"}]"
    match = parse_vocabulary(content, "x.yaml").matches[0]
    assert (match.layer, match.block, match.value) == ("0123", "1_000", "1e3")
    assert match.column == "no"


def test_the_example_of_the_documentation_is_a_vocabulary() -> None:
    page = (ROOT / "docs" / "vocabularies.md").read_text("utf-8")
    example = page.split("```yaml\n")[1].split("```")[0]
    read = parse_vocabulary(example.encode(), "docs")
    assert [m.kind for m in read.matches] == ["bench", "wall", "entrance", "none"]


def test_the_command_line_reads_it(tmp_path: Path) -> None:
    drawn, words = tmp_path / "school.dxf", tmp_path / "ours.yaml"
    drawn.write_bytes(as_bytes(school_drawing()))
    words.write_bytes(as_yaml("ours", MATCHES))
    options = ["--crs", "EPSG:31370", "--vocabulary", str(words), "--lang", "en"]
    done = CliRunner().invoke(commands, ["inspect", str(drawn), *options])
    assert done.exit_code == 0, done.output
    assert "left out on purpose" in done.output


MISTAKES = [
    ({"kind": "bench"}, "at least one of layer"),
    ({"layer": "a", "kind": "benches"}, "'benches' is not a kind"),
    ({"value": "a", "kind": "bench"}, "needs its column"),
    ({"layer": "a"}, "kind"),
    ({"colour": 999, "kind": "bench"}, "colour"),
    (
        {"layer": "a", "kind": "none", "set": {"back": {"value": "yes"}}},
        "no attributes",
    ),
    (
        {"layer": "a", "kind": "lamp", "set": {"back": {"value": "yes"}}},
        "'back' is not",
    ),
    (
        {"layer": "a", "kind": "lamp", "set": {"lumen": {"value": "much"}}},
        "'much' is no",
    ),
    ({"layer": "a", "kind": "lamp", "set": {"lumen": {"table": "t"}}}, "no table 't'"),
    ({"layer": "a", "kind": "lamp", "layers": "b"}, "layers"),
]


@pytest.mark.parametrize(("match", "said"), MISTAKES)
def test_each_mistake_is_told(match: dict[str, Any], said: str) -> None:
    with pytest.raises(PlanError, match=said):
        Options(matches=(match,)).check()


def test_all_mistakes_are_told_in_one_message() -> None:
    matches = [m for m, said in MISTAKES if "table" not in said]
    with pytest.raises(PlanError) as caught:
        parse_matches(matches)
    told_ = str(caught.value)
    assert all(said in told_ for _, said in MISTAKES if "table" not in said)
    assert "matches.0" in told_


def test_mistakes_of_matches_and_of_other_options_come_together() -> None:
    with pytest.raises(PlanError) as caught:
        Options(matches=({"kind": "bench"},), space_type="moon").check()
    assert "space-type" in str(caught.value)
    assert "at least one of" in str(caught.value)


# -- hostile names --------------------------------------------------------------------

NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


@given(NAMES, NAMES)
def test_any_name_survives_and_is_found(name: str, block: str) -> None:
    block = block.strip()
    match = Match(layer=name, block=block, kind="bench")
    assert [Match.model_validate(m) for m in plain_matches([match])] == [match]
    assert Matcher(name, [match]).find({"block": block}) == match
    assert Matcher(name, [match]).find({"block": block + "x"}) is None
    assert not Matcher(name + "x", [match])


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(["", "B", "C"]))))
def test_a_feature_has_the_match_that_a_search_through_all_finds(
    said: list[tuple[str, str]],
) -> None:
    kinds_ = sorted(KINDS)
    matches = [
        Match(layer=name if n % 3 else None, block=block, kind=kinds_[n % len(kinds_)])
        for n, (name, block) in enumerate(said)
    ]
    for name in "ab":
        for block in ("", "B"):
            holding = [
                (m.rank, n)
                for n, m in enumerate(matches)
                if m.layer in (None, name) and m.block == block
            ]
            wanted = matches[max(holding)[1]] if holding else None
            assert Matcher(name, matches).find({"block": block}) is wanted
