"""The vocabularies that are shipped, and files of one's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from sbd.errors import PlanError
from sbd.plans.kinds import KINDS
from sbd.plans.vocabulary import (
    SHIPPED,
    find_name,
    load_vocabulary,
    parse_vocabulary,
    plain,
)


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_vocabularies_are_sound(name: str) -> None:
    assert load_vocabulary(name).id == name


def test_layer_names_are_plain_and_stand_for_one_kind() -> None:
    kinds = load_vocabulary("layers").kinds
    names = [name for kind in kinds.values() for name in kind.names]
    assert names == [plain(name) for name in names]
    assert len(names) == len(set(names))


def test_what_planners_draw_has_layer_names() -> None:
    # Notes of people, not things to draw, and what the site element says.
    unnamed = {"site", "risk_spot", "sensitive_zone"}
    assert set(KINDS) - set(load_vocabulary("layers").kinds) == unnamed


def test_map_tags_reach_every_kind_that_maps_hold() -> None:
    reached = {rule.kind for rule in load_vocabulary("osm").rules}
    not_mapped = {
        "site", "extent", "exit", "route", "drop_off", "stay_zone", "crowd_zone",
        "risk_spot", "sensitive_zone", "noise",
    }  # fmt: skip
    assert set(KINDS) - reached == not_mapped


def test_tables_and_fixed_values_are_values_of_their_attributes() -> None:
    for rule in load_vocabulary("osm").rules:
        for name, setting in rule.set.items():
            attribute = KINDS[rule.kind].attribute(name)
            assert attribute is not None
            tables = load_vocabulary("osm").tables
            words = {**tables.get(setting.table or "", {}), **setting.values}
            fixed = [*words.values(), setting.value or "", setting.other or ""]
            if attribute.type in ("yesno", "choice"):
                assert all(w == "" or attribute.accepts(w) for w in fixed), rule


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("GEBAEUDE", "building"),
        ("Gebäude", "building"),
        ("Bâtiments", "building"),
        ("BÂTIMENTS_EXISTANTS", "building"),
        ("L06-bomen-nieuw", "tree"),
        ("trees 2025", "tree"),
        ("arrets_tc", "stop"),
        ("espaces_pietons", "square"),
        ("bicycle_parking", "cycle_stand"),
        ("parking", "parking"),
        ("openbare verlichting", "lamp"),
        ("BANK_SYM", "bench"),
        ("FAHRRADSTAENDER", "cycle_stand"),
        ("Zitbank", "bench"),
        ("aire de jeux", "play"),
        ("fontaine à boire", "fountain"),
        ("MAUER_ZAUN", "?wall"),
    ],
)
def test_names_in_four_languages(name: str, kind: str) -> None:
    assert find_name(name, load_vocabulary("layers").aliases) == kind


@pytest.mark.parametrize("name", ["0", "Defpoints", "titelblad", "bench_tree", ""])
def test_other_and_ambiguous_names_mean_nothing(name: str) -> None:
    assert find_name(name, load_vocabulary("layers").aliases) is None


def test_the_longest_name_counts() -> None:
    aliases = {"bank": "bench", "bank gebouw": "building"}
    assert find_name("BANK_GEBOUW_01", aliases) == "building"


def test_all_mistakes_of_a_file_are_told_at_once() -> None:
    bad = b"""
id: mine
reads: tags
colour: red
rules:
  - {kind: bench, when: {a: b}, set: {height_of_it: {from: h}}}
  - {kind: bench, whn: {a: b}}
"""
    with pytest.raises(PlanError) as caught:
        parse_vocabulary(bad, "mine.yaml")
    assert "mine.yaml" in str(caught.value)
    assert "colour" in str(caught.value)
    assert "rules.1.whn" in str(caught.value)
    assert "rules.1.when" in str(caught.value)


def test_unknown_kinds_attributes_and_tables_are_told_together() -> None:
    bad = b"""
id: mine
reads: tags
rules:
  - {kind: benches, when: {a: b}}
  - {kind: bench, when: {a: b}, set: {colour: {from: c}}}
  - {kind: lamp, when: {a: b}, set: {height_m: {from: h, table: heights}}}
"""
    with pytest.raises(PlanError) as caught:
        parse_vocabulary(bad, "mine.yaml")
    message = str(caught.value)
    for word in ("'benches'", "'colour'", "'heights'"):
        assert word in message


@pytest.mark.parametrize(
    "content",
    [b"a: [", b"\xff\xfe\x00", b"just words", b"a: &x 1\nb: *x", b""],
)
def test_files_that_are_no_vocabulary_give_one_sentence(content: bytes) -> None:
    with pytest.raises(PlanError, match=r"mine\.yaml"):
        parse_vocabulary(content, "mine.yaml")


def test_names_that_do_not_exist_are_answered_with_those_that_do() -> None:
    with pytest.raises(PlanError, match="auto, native, osm, urbis, layers"):
        load_vocabulary("klingon")


def test_yes_and_no_stay_words(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(
        "id: mine\nreads: tags\nrules:\n"
        "  - {kind: bench, when: {bench: yes},"
        " set: {back: {from: b, values: {no: yes}}}}"
    )
    rule = load_vocabulary(str(path)).rules[0]
    assert rule.when == {"bench": ("yes",)}
    assert rule.set["back"].values == {"no": "yes"}
