"""Everything in the files of a plan, grouped by layer, block, colour and value."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sbd.plans import groups as module
from sbd.plans.compose import prepare
from sbd.plans.groups import Group, Grouped, groups, occurring
from sbd.plans.matches import Conditions
from sbd.plans.open_files import open_files
from sbd.plans.options import Options
from sbd.plans.raw import RawLayer, RawPlan
from sbd.plans.read import read_plan
from tests.plans.drawings import SITE, at, layer, osm
from tests.plans.school_drawing import MATCHES, as_bytes, school_drawing


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("school") / "school.dxf"
    path.write_bytes(as_bytes(school_drawing()))
    return path


def raw(*layers: RawLayer) -> RawPlan:
    return RawPlan(tuple(layers), (), "0" * 64)


def conditions(**said: Any) -> Conditions:
    return tuple(said.items())


def by_conditions(found: Grouped) -> dict[Conditions, Group]:
    return {g.conditions: g for g in found.groups}


def test_a_drawing_is_grouped_by_layer_block_and_colour(school: Path) -> None:
    found = by_conditions(groups(open_files([school])))
    assert {c: g.count for c, g in found.items()} == {
        conditions(layer="0_MOB_zit", block="PT12"): 4,
        conditions(layer="0_MOB_zit", block="PT99"): 2,
        conditions(layer="0_LIJN", colour=1): 3,
        conditions(layer="0_LIJN", colour=5): 5,
        conditions(layer="BOMEN"): 6,
        conditions(layer="projectgrens"): 1,
    }


def test_what_nothing_knows_comes_first_the_largest_before_the_smaller(
    school: Path,
) -> None:
    found = groups(open_files([school])).groups
    assert [g.unknown for g in found] == [5, 4, 3, 2, 0, 0]
    assert [dict(g.kinds) for g in found[4:]] == [{"tree": 6}, {"site": 1}]


def test_choosing_moves_no_group_and_tells_what_it_is_now(school: Path) -> None:
    read = open_files([school])
    before, after = groups(read), groups(read, matches=MATCHES)
    assert [g.conditions for g in after.groups] == [g.conditions for g in before.groups]
    bench = by_conditions(after)[conditions(layer="0_MOB_zit", block="PT12")]
    assert (bench.chosen, dict(bench.kinds)) == ("bench", {"bench": 4})
    assert (bench.unknown, bench.unread) == (4, 0)
    left = by_conditions(after)[conditions(layer="0_MOB_zit", block="PT99")]
    assert (left.chosen, dict(left.kinds), left.unread) == ("none", {"none": 2}, 0)


def test_a_kind_that_the_shapes_cannot_have_stays_unread(school: Path) -> None:
    match = {"layer": "0_LIJN", "colour": 5, "kind": "lamp"}
    found = by_conditions(groups(open_files([school]), matches=(match,)))
    lines = found[conditions(layer="0_LIJN", colour=5)]
    assert (lines.chosen, lines.unread, dict(lines.kinds)) == ("lamp", 5, {})


def test_the_conditions_of_a_group_select_exactly_its_features(school: Path) -> None:
    for group in groups(open_files([school])).groups[::2]:  # each reads the file anew
        match = {**dict(group.conditions), "kind": "none"}
        plan = read_plan([school], crs="EPSG:31370", matches=[match])
        told = [n.args["n"] for n in plan.notes if n.code == "left_out"]
        assert told == [group.count]


def test_a_group_has_its_shapes_ids_files_and_bounds(school: Path) -> None:
    lines = groups(open_files([school])).groups[0]
    assert lines.shapes == {"line": 5}
    assert lines.files == ("school.dxf",)
    assert all(i.startswith("0_LIJN-") for i in lines.ids)
    assert lines.bounds == pytest.approx((149_000, 170_013, 149_020, 170_017))


def test_loose_things_beside_blocks_have_a_group_of_their_own() -> None:
    mixed = layer(
        "0", [at(1, 1), at(2, 2), at(3, 3)], format="dxf", layer=["0"] * 3,
        block=["PT", None, None], colour=[7, 1, 5],
    )  # fmt: skip
    found = by_conditions(groups(raw(mixed)))
    assert set(found) == {
        conditions(layer="0", block="PT"),
        conditions(layer="0", block="", colour=1),
        conditions(layer="0", block="", colour=5),
    }


def test_layers_of_one_name_in_two_files_are_one_group() -> None:
    both = (layer("wegen", [at(1, 1)], file=f) for f in ("a.gpkg", "b.gpkg"))
    found = groups(raw(*both)).groups
    assert [(g.count, g.files) for g in found] == [(2, ("a.gpkg", "b.gpkg"))]


def test_a_map_is_grouped_by_its_foremost_tags() -> None:
    things = osm(
        ("n1", {"amenity": "bench", "colour": "red"}, at(1, 1)),
        ("n2", {"amenity": "bench"}, at(2, 2)),
        ("n3", {"power": "catenary_mast"}, at(3, 3)),
    )
    found = groups(raw(things)).groups
    assert [(g.conditions, g.count, dict(g.kinds)) for g in found] == [
        (conditions(column="power", value="catenary_mast"), 1, {}),
        (conditions(column="amenity", value="bench"), 2, {"bench": 2}),
    ]


def test_a_minor_tag_with_many_values_is_one_group() -> None:
    things = osm(*((f"n{n}", {"note": f"text {n}"}, at(n, 1)) for n in range(20)))
    found = groups(raw(things)).groups
    assert [(g.conditions, g.count) for g in found] == [(conditions(column="note"), 20)]


def test_a_table_is_parted_by_the_column_that_says_what_things_are() -> None:
    things = layer(
        "meubilair", [at(n, 1) for n in range(4)],
        id=["a", "b", "c", "d"], naam=["w", "x", "y", "z"],
        Soort_element=["zit A", "zit A", None, "mast"],
    )  # fmt: skip
    found = groups(raw(things)).groups
    said = {dict(g.conditions)["value"]: g.count for g in found}
    assert said == {"zit A": 2, "mast": 1, "": 1}
    assert {dict(g.conditions)["column"] for g in found} == {"Soort_element"}


def test_a_table_without_such_a_column_is_parted_by_one_with_few_words() -> None:
    things = layer(
        "meubilair", [at(n, 1) for n in range(6)],
        nummer=[1, 2, 3, 4, 5, 6], wat=["p", "p", "q", "q", "q", "p"],
    )  # fmt: skip
    found = groups(raw(things)).groups
    assert {dict(g.conditions)["value"]: g.count for g in found} == {"p": 3, "q": 3}


def test_a_table_of_one_known_kind_is_not_parted_by_any_column() -> None:
    trees = layer(
        "bomen", [at(n, 1) for n in range(6)], staat=["p", "p", "q", "q", "q", "p"]
    )
    assert [g.conditions for g in groups(raw(trees)).groups] == [
        conditions(layer="bomen")
    ]


def test_what_a_match_selects_is_a_group_however_wide() -> None:
    things = layer("p", [at(1, 1), at(2, 2)], soort=["a", "b"])
    found = by_conditions(groups(raw(things), matches=({"layer": "p", "kind": "bin"},)))
    assert found[conditions(layer="p")].chosen == "bin"
    assert len(found) == 3


def test_a_site_by_its_name_is_read_as_one() -> None:
    assert dict(groups(raw(SITE)).groups[0].kinds) == {"site": 1}


def test_the_list_has_an_end_and_the_rest_is_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "MAX_GROUPS", 3)
    names = [layer(f"L{n}", [at(1, 1)] * (n + 1)) for n in range(5)]
    found = groups(raw(*names))
    assert [g.count for g in found.groups] == [5, 4, 3]
    assert (found.more, found.more_features) == (2, 3)


def test_matches_that_select_something_are_told() -> None:
    things = layer("p", [at(1, 1)], soort=["a"])
    wanted = [
        conditions(layer="p"),
        conditions(layer="q"),
        conditions(column="soort", value="a"),
        conditions(layer="p", column="soort", value="b"),
        conditions(column="soort"),
    ]
    assert occurring(raw(things), wanted) == [True, False, True, False, True]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["0", "A"]),
            st.sampled_from([None, "B", "C"]),
            st.integers(0, 3),
        ),
        min_size=1,
        max_size=30,
    )
)
def test_the_groups_of_a_drawing_part_it(rows: list[tuple[str, Any, int]]) -> None:
    layers = []
    for name in sorted({r[0] for r in rows}):
        own = [r for r in rows if r[0] == name]
        places = [at(n, 0) for n in range(len(own))]
        columns = {
            "layer": [name] * len(own),
            "block": [r[1] for r in own],
            "colour": [r[2] for r in own],
        }
        layers.append(layer(name, places, format="dxf", **columns))
    assert sum(g.count for g in groups(raw(*layers)).groups) == len(rows)


# -- real files -----------------------------------------------------------------------


def test_dortmund_is_all_known(shared_data: Path) -> None:
    drawing = "dortmund-marsbruchplatz/derived/marsbruchplatz-25832.dxf"
    found = groups(open_files([shared_data / drawing])).groups
    assert sum(g.count for g in found) == 460
    assert all(g.unread == 0 for g in found)
    assert len(found) == 15


def test_an_event_site_is_parted_by_its_blocks(shared_data: Path) -> None:
    drawing = shared_data / "cad-dxf" / "SiB2023_entrance_jupedsim.dxf"
    read = open_files([drawing])
    blocks = [g for g in groups(read).groups if dict(g.conditions).get("block")]
    assert sum(g.count for g in blocks) == 222
    assert [dict(g.kinds) for g in blocks if not g.unread] == [{"lamp": 21}]
    ground = {"layer": "jps-walkablearea", "block": "", "kind": "site"}
    drains = [{**dict(g.conditions), "kind": "none"} for g in blocks if g.unread]
    options = Options(crs="local", at=(6.6, 51.5), matches=(ground, *drains))
    prepared = prepare(read, options)
    assert "site" in prepared.elements
    left = sum(int(str(n.args["n"])) for n in prepared.notes if n.code == "left_out")
    assert left == 201


def test_shops_of_a_real_table_are_grouped_by_their_tags(shared_data: Path) -> None:
    place = "be-schaerbeek-place-colignon/place-colignon-31370.gpkg"
    found = by_conditions(groups(open_files([shared_data / place])))
    school = found[conditions(layer="poi", column="amenity", value="school")]
    assert (school.count, school.unread) == (3, 3)
    assert found[conditions(layer="trees")].count == 184
    match = {"layer": "poi", "column": "amenity", "value": "school", "kind": "entrance"}
    plan = read_plan([shared_data / place], matches=[match])
    assert len(plan.of("entrance")) == 3


def test_a_table_with_main_tags_as_columns_is_grouped_by_the_foremost() -> None:
    things = layer(
        "poi", [at(n, 1) for n in range(4)],
        amenity=["school", None, None, None], shop=[None, "bakery", "bakery", None],
    )  # fmt: skip
    found = groups(raw(things))
    assert {g.conditions[1:]: g.count for g in found.groups} == {
        conditions(column="amenity", value="school"): 1,
        conditions(column="shop", value="bakery"): 2,
    }
    # One has no tag at all: no condition tells it from the others.
    assert found.more_features == 1
