"""Rows of groups in words, and kinds found by words of any of our languages."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from shapely.geometry import LineString, Point

from sbd.locale import LANGS
from sbd.plans.groups import Group
from sbd.plans.kinds import KINDS
from sbd.plans.vocabulary import load_vocabulary
from sbd.views.groups import group_row, read_as, shapes_words, title
from sbd.views.kind_search import kind_labels


def group(**more: Any) -> Group:
    geometry = np.empty(3, dtype=object)
    geometry[:] = [Point(0, 0), Point(1, 1), LineString([(0, 0), (1, 1)])]
    given: dict[str, Any] = {
        "conditions": (("layer", "MOB"), ("block", "PT12")),
        "files": ("plan.dxf",),
        "geometry": geometry,
        "kinds": {"bench": 2},
        "unread": 1,
        "unknown": 3,
        "chosen": "bench",
        "ids": (),
    }
    return Group(**{**given, **more})


@pytest.mark.parametrize(
    ("conditions", "words"),
    [
        ((("layer", "MOB"), ("block", "PT12")), "laag MOB · blok PT12"),
        ((("layer", "0"), ("block", "")), "laag 0 · zonder blok"),
        ((("layer", "0"), ("colour", 1)), "laag 0 · kleur 1 (rood)"),
        ((("layer", "0"), ("colour", 254)), "laag 0 · kleur 254"),
        ((("column", "amenity"), ("value", "bench")), "amenity = bench"),
        ((("column", "soort"), ("value", "")), "soort is leeg"),
        ((("column", "note"),), "note is ingevuld"),
    ],
)
def test_titles_say_where_a_group_comes_from(conditions: Any, words: str) -> None:
    assert title(conditions, "nl") == words


def test_long_names_keep_their_ends() -> None:
    said = title((("layer", "a" * 200 + "END"),), "en")
    assert len(said) < 100
    assert said.endswith("END")


def test_what_a_group_holds_and_is_read_as() -> None:
    assert shapes_words(group(), "en") == "2 points, 1 line"
    assert read_as(group(), "en") == "2 benches, 1 whose shape cannot be this"
    unread = group(kinds={}, unread=3, chosen=None)
    assert read_as(unread, "fr") == "3 non reconnus"
    left = group(kinds={"none": 3}, unread=0, chosen="none")
    assert read_as(left, "nl") == "3 bewust weggelaten"


def test_names_of_files_are_escaped() -> None:
    nasty = '"><script>alert(1)</script>'
    row = group_row(
        group(conditions=(("layer", nasty),), files=(nasty,)), "data:,", "en"
    )
    assert "<script" not in row
    assert row.count("&lt;script&gt;") == 3


@pytest.mark.parametrize("lang", LANGS)
def test_every_kind_is_offered_by_the_name_on_screen(lang: str) -> None:
    labels = kind_labels(lang)
    assert set(labels) == set(KINDS)
    assert len(set(labels.values())) == len(KINDS)
    assert list(labels.values()) == sorted(labels.values(), key=str.casefold)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("word", ["bank", "banc", "bench", "Zitbank", "sitzbank"])
def test_a_bench_is_found_in_any_language(lang: str, word: str) -> None:
    found = [
        k for k, label in kind_labels(lang).items() if word.lower() in label.lower()
    ]
    assert found == ["bench"]


@pytest.mark.parametrize("lang", LANGS)
def test_every_layer_name_finds_its_kind(lang: str) -> None:
    labels = kind_labels(lang)
    for kind, name in load_vocabulary("layers").kinds.items():
        for word in name.names:
            assert word in labels[kind].casefold(), (kind, word)


def test_the_site_is_found_by_its_names() -> None:
    assert "projectgrens" in kind_labels("en")["site"]
