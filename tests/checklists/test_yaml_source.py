from __future__ import annotations

import pytest

from sbd.checklists.yaml_source import MAX_VALUES, parse_source


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("null", None),
        ("~", None),
        ("", None),
        ("true", True),
        ("False", False),
        ("3", 3),
        ("-2", -2),
        ("0.90", 0.9),
        ("1e3", 1000.0),
        ('"3"', "3"),
        ("'true'", "true"),
        # As in YAML 1.2; YAML 1.1 makes a boolean, a date or minutes of these.
        ("no", "no"),
        ("2026-10-01", "2026-10-01"),
        ("12:30", "12:30"),
        (".inf", ".inf"),
        ("1_000", "1_000"),
        ("9" * 5000, "9" * 5000),
    ],
)
def test_scalar(text, value):
    data = parse_source(f"key: {text}").data
    assert data == {"key": value}
    assert type(data["key"]) is type(value)


def test_each_piece_has_its_line():
    source = parse_source("a: 1\nb:\n  - c: 2\n  - d: 3\n")
    assert source.line_of(("b", 1, "d")) == 4
    assert source.line_of(("b", 1, "missing")) == 4
    assert source.line_of(("missing",)) == 1


def test_second_value_of_a_key_is_not_used():
    source = parse_source("a: 1\na: 2\n")
    assert source.data == {"a": 1}
    assert "given twice, first on line 1" in source.mistakes[0].sentence


def test_key_twice_deep_inside_is_found():
    source = parse_source("a:\n  - {b: 1, b: 1}\n")
    assert source.mistakes[0].path_text == "a[0].b"


def test_alias_bomb_stays_small():
    lines = ['a0: &a0 ["x", "x"]']
    lines += [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60)]
    source = parse_source("\n".join(lines))
    assert len(source.mistakes) == 118
    assert source.data["a59"] == [None, None]


def test_merge_key_is_an_ordinary_key():
    source = parse_source("a: &a {b: 1}\nc: {<<: *a}\n")
    assert source.data["c"] == {"<<": None}
    assert "refers to another place" in source.mistakes[0].sentence


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_deep_nesting_is_refused_without_recursing_into_it(opening):
    source = parse_source(opening * 100_000)
    assert "nested more than 20 levels" in source.mistakes[-1].sentence


def test_deep_keys_are_refused():
    source = parse_source("? " * 100_000)
    assert "has a key that is not a word" in source.mistakes[-1].sentence


def test_too_many_values_are_refused():
    source = parse_source("[" + "1," * MAX_VALUES + "]")
    assert f"more than {MAX_VALUES} values" in source.mistakes[0].sentence


@pytest.mark.parametrize(
    "tag", ["!!python/object/apply:os.getcwd []", "!!str 3", "!local {a: b}"]
)
def test_tags_are_refused_and_build_nothing(tag):
    source = parse_source(f"key: {tag}")
    assert "carries a tag" in source.mistakes[0].sentence
    assert source.data in ({"key": []}, {"key": 3}, {"key": {"a": "b"}})


@pytest.mark.parametrize("text", ["\\0", "\\x1b[2J", "\\x7f", "\\uFFFF"])
def test_escaped_control_characters_are_refused(text):
    source = parse_source(f'key: "{text}"')
    assert source.mistakes[0].sentence == "holds a control character; remove it"


@pytest.mark.parametrize("text", ["a: [1", "a: 'x", "\tb: 1", "a: b: c", "a: \x07"])
def test_broken_text_is_one_mistake(text):
    assert len(parse_source(text).mistakes) == 1


def test_python_parser_gives_the_same(monkeypatch):
    import yaml

    text = "a: 3\nb: '3'\nc: [null, x]\nd:\n- {e: no}\n"
    fast = parse_source(text)
    monkeypatch.setattr("sbd.checklists.yaml_source._LOADER", yaml.SafeLoader)
    slow = parse_source(text)
    assert (
        slow.data
        == fast.data
        == {
            "a": 3,
            "b": "3",
            "c": [None, "x"],
            "d": [{"e": "no"}],
        }
    )
    assert slow.lines == fast.lines
