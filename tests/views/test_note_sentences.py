"""Notes on the reading in few sentences, from which nothing is lost."""

from __future__ import annotations

from typing import Any

import pytest

from sbd.document import Coded
from sbd.views.report.notes import note_sentences


def read(layer: str, n: int, *kinds: str, **args: Any) -> Coded:
    given = {"file": "a.gpkg", "format": "gpkg", "vocabulary": "native", **args}
    return note("layer_read", layer=layer, n=n, kinds=kinds, **given)


def note(code: str, **args: Any) -> Coded:
    return Coded(code=code, args=args)


def said(*notes: Coded, lang: str = "en") -> list[str]:
    plain = (words.replace("\u00a0", " ") for words in note_sentences(notes, lang))
    return [words.replace("\u202f", " ") for words in plain]


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        (
            "en",
            "a.gpkg, read as GeoPackage "
            "(vocabulary: this program’s own words). Layers: 3; "
            "features: 161; found: 156 bollards, 1 bench, 4 trees.",
        ),
        (
            "nl",
            "a.gpkg, gelezen als GeoPackage "
            "(woordenlijst: de eigen woorden van dit programma)."
            " Lagen: 3; objecten: 161; gevonden: 156 paaltjes, 1 bank, 4 bomen.",
        ),
        (
            "fr",
            "a.gpkg, lu comme GeoPackage "
            "(vocabulaire : les mots propres à ce programme). "
            "Couches : 3 ; objets : 161 ; trouvés : 156 potelets, 1 banc, 4 arbres.",
        ),
    ],
)
def test_layers_called_as_their_kind_are_one_sentence(lang: str, words: str) -> None:
    layers = [
        read("bollard", 156, "bollard 156"),
        read("bench", 1, "bench 1"),
        read("tree", 4, "tree 4"),
    ]
    assert said(*layers, lang=lang) == [words]


def test_other_layers_are_named_with_what_each_gave() -> None:
    layers = [
        read("trees", 184, "tree 184", vocabulary="osm"),
        read("green", 20, "green 24", "shrub 2", vocabulary="osm"),
        read("wires", 1, vocabulary="osm"),
    ]
    assert said(*layers) == [
        "a.gpkg, read as GeoPackage "
        "(vocabulary: the tags of OpenStreetMap). Layers: 3; features: "
        "205; found: trees (184 trees), green (20 features: 24 planted areas, 2 shrubs)"
        ", wires (1 feature: nothing)."
    ]


def test_files_and_ways_of_reading_stay_apart() -> None:
    assert said(
        read("bench", 1, "bench 1"),
        read("bench", 2, "bench 2", file="b.gpkg"),
        read("trees", 3, "tree 3", vocabulary="layers"),
        read("lights", 3, "lamp 3", vocabulary="school"),
    ) == [
        "a.gpkg, layer bench, read as GeoPackage "
        "(vocabulary: this program’s own words). "
        "Features: 1; found: 1 bench.",
        "b.gpkg, layer bench, read as GeoPackage "
        "(vocabulary: this program’s own words). "
        "Features: 2; found: 2 benches.",
        "a.gpkg, layer trees, read as GeoPackage "
        "(vocabulary: the names of layers and blocks). "
        "Features: 3; found: 3 trees.",
        "a.gpkg, layer lights, read as GeoPackage "
        "(vocabulary: school). Features: 3; found: "
        "3 lamps.",
    ]


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "a.gpkg, layers green (1), poi (3): shapes repaired: 4."),
        ("nl", "a.gpkg, lagen green (1), poi (3): vormen hersteld: 4."),
        ("fr", "a.gpkg, couches green (1), poi (3) : formes réparées : 4."),
    ],
)
def test_layers_of_a_file_are_listed_with_their_numbers(lang: str, words: str) -> None:
    repaired = [
        note("geometry_repaired", file="a.gpkg", layer="green", n=1),
        note("geometry_repaired", file="a.gpkg", layer="poi", n=3),
    ]
    assert said(*repaired, lang=lang) == [words]
    [alone] = said(repaired[0], lang=lang)
    assert alone.endswith("1.")
    assert "(1)" not in alone


def test_kinds_are_listed_with_their_numbers() -> None:
    twice = [
        note("mapped_twice", kind="crossing", n=16),
        note("mapped_twice", kind="stop", n=1),
    ]
    assert said(*twice) == [
        "Mapped twice and taken once (16 crossings, 1 public-transport stop): 17."
    ]
    assert said(twice[0]) == ["Mapped twice and taken once (crossings): 16."]


def test_kinds_come_before_layers() -> None:
    rough = [
        note("coarse", file="a", layer=layer, kind=kind, n=n)
        for layer, kind, n in (("x", "tree", 1), ("x", "bench", 2), ("y", "wall", 3))
    ]
    assert said(*rough, lang="nl") == [
        "a, laag x: slechts ruw herkend, na te kijken op de kaart: 3 (1 boom, 2 "
        "banken).",
        "a, laag y: slechts ruw herkend, na te kijken op de kaart: 3 (muren).",
    ]


def test_attributes_are_listed_by_name() -> None:
    given = [
        note("supplied", kind="tree", attribute=attribute, n=n)
        for attribute, n in (("height_m", 3), ("width_m", 1))
    ]
    assert said(*given, lang="fr") == [
        "Valeurs fournies après la lecture (arbres, hauteur (3), largeur (1)) : 4."
    ]


def test_what_was_not_understood_keeps_every_name_and_number() -> None:
    left = [
        note("unmapped", file="a", layer="0", n=3, what=["x (2)", "0 / (b) (1)"]),
        note("unmapped", file="a", layer="1", n=4, what=["x (4)"]),
    ]
    assert said(*left) == [
        "a, layers 0 (3), 1 (4): 7 not understood and left out: x (6), 0 / (b) (1)."
    ]


def test_files_of_lamps_are_listed() -> None:
    unused = [note("photometric_file_unused", file=f) for f in ("a.ies", "b.ldt")]
    assert said(*unused) == [
        "No lamp names the photometric files a.ies, b.ldt: they change nothing."
    ]
    lacking = [
        note("photometric_file_not_given", file=f, n=n)
        for f, n in (("a.ies", 16), ("b.ldt", 1))
    ]
    assert said(*lacking, lang="nl")[0].startswith(
        "Lampen die a.ies (16), b.ldt (1) noemen, die niet bij het plan gegeven zijn: "
    )


def test_notes_without_a_list_in_their_sentence_stay_apart() -> None:
    units = [note("unit", file=f, unit="m", by="file") for f in ("a", "b")]
    assert len(said(*units)) == 2


def test_order_is_kept_and_equal_sentences_are_counted() -> None:
    notes = [
        note("crs_kept", crs="EPSG:31370"),
        note("crs_not_degrees", file="a", layer="x"),
        note("crs_not_degrees", file="a", layer="y"),
        note("space_type_unset"),
    ]
    found = said(*notes)
    assert [words[:9] for words in found] == ["The plan’", "a: its nu", "The type "]
    assert found[1].endswith("(×2)")


def test_where_the_site_comes_from_has_words() -> None:
    site = note("site", source="supplied", area_m2=4800.0)
    assert said(site, lang="nl") == [
        "De grens van het terrein komt uit wat in dit programma getekend is: 4 800 m²."
    ]


def test_notes_that_lack_arguments_or_words_do_not_fail() -> None:
    assert said(note("of_a_later_version", n=3)) == ["[of_a_later_version]"]
    assert said(note("layer_read", vocabulary="osm")) == [
        "…, layer …, read as … (vocabulary: the tags of OpenStreetMap). Features: …; "
        "found: nothing."
    ]
    assert said(note("mapped_twice", n=1), note("mapped_twice", n=1, kind=["x"]))
    assert said() == []
