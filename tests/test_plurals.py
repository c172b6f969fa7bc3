"""Words agree with the number beside them, in every language."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from sbd.locale import LANGS, plural, text
from tests.catalogues import messages, placeholders, sources, strings

#: Placeholders that stand for a number of things.
COUNTS = frozenset(
    {
        *("approaches", "areas", "cameras", "clear", "count", "crossings", "done"),
        *("destinations", "doors", "elements", "entrances", "files", "gates", "good"),
        *("here", "lamps", "left", "linked", "m", "n", "obstacles", "of"),
        *("overdue", "pairs", "pinches", "pockets", "reached", "rows", "seats"),
        *("shown", "slow", "spots", "stands", "thresholds", "times", "too_tight"),
        *("total", "trees", "unowned", "ways", "weak", "windows", "with_room"),
        *("columns", "layers", "most", "ratio"),
    }
)
#: Keys whose words need no plural forms although a word follows the number, and why.
EXCEPT = {
    "actions.numbers": "nothing that follows has a plural: late, without an owner",
    "ballot.saved": "counts in order, as in criterion 3",
    "checks.say.duplicate": "always two or more",
    "checks.say.near_duplicate": "always two or more",
    "checks.shortened": "always the same number, far above one",
    "editor.said_point": "counts in order, as in point 3",
    "field_form.too_long": "always the same number, far above one",
    "fill.for_chosen": "English, where the selected stay the same",
    "fill.ready": "all measured criteria of the checklist",
    "note.left_out": "English and Dutch, where left out stays the same",
    "note.unmapped": "not understood, the same for one and for more",
    "picture.terrain_facts": "a grid has at least two rows",
    "place.shown": "only where there are more than can be shown",
    "place.unit_ratio": "units of length are at least ten times apart",
    "place.unit_ratio_less": "units of length are at least ten times apart",
    "reason.rows_found.no_too_tight": "one row has a sentence of its own",
    "reason.step_free_found": "always two or more",
    "reason.step_free_found.no_wider_m": "always two or more",
    "review.unpin": "counts in order, as in remark 3",
    "ui.and_more": "more, the same for one and for more",
    "ui.answered": "answered, the same for one and for more",
}
#: How many names a sentence lists, which it does not say itself.
_LISTED = ("{layers}", "{files}")
_TAIL = re.compile(r"\{\w+\} (?:of|van de|van|sur) (\{\w+\})")
_FOLLOWED = re.compile(r"\{(\w+)\}[ \u00a0\u202f](?=[^\W\d_])")


def followed(words: str) -> set[str]:
    """Return the counts after which a word comes: ``{n} rows``, not ``Rows: {n}``."""
    return COUNTS & set(_FOLLOWED.findall(_TAIL.sub(r"\1", words)))


def decides(key: str) -> str | None:
    """Return the number that the words of a key follow, None without plural forms."""
    name = messages("en")[key].id
    if isinstance(name, str):
        return None
    return name[1][1:-1] if name[1].startswith("{") else "n"


def counted() -> Iterator[ast.expr]:
    """Yield the names under which the program hands over how many there are."""
    for _, tree in sources():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _name(node) in ("Reason", "Note"):
                for given in (d for d in ast.walk(node) if isinstance(d, ast.Dict)):
                    for key, value in zip(given.keys, given.values, strict=True):
                        if key is not None and _name(value) in ("len", "count"):
                            yield key


def _name(node: ast.expr) -> str:
    called = getattr(node, "func", None)
    return getattr(called, "id", getattr(called, "attr", ""))


@pytest.mark.parametrize("lang", LANGS)
def test_a_word_after_a_number_has_a_plural(lang: str) -> None:
    """A key with several such numbers would need one form for each: none has."""
    lacking = []
    for key, message in messages(lang).items():
        found = set().union(*map(followed, strings(message)))
        if key not in EXCEPT and found - {decides(key)}:
            lacking.append(f"{key}: {sorted(found)}")
    assert lacking == []


def test_what_is_excepted_needs_to_be() -> None:
    for key in EXCEPT:
        assert key in messages("en"), key
        said = (w for lang in LANGS for w in strings(messages(lang)[key]))
        assert any(followed(words) - {decides(key)} for words in said), key


def test_every_language_follows_the_same_number() -> None:
    for key, message in messages("en").items():
        for lang in LANGS:
            assert messages(lang)[key].id == message.id, key
        name = decides(key)
        if isinstance(message.id, tuple) and message.id[1] not in (key, *_LISTED):
            assert all(name in placeholders(s) for s in strings(message)), key


def test_every_number_of_things_is_known_here() -> None:
    names = {k.value for k in counted() if isinstance(k, ast.Constant)}
    assert {"rows", "count", "n"} <= names
    assert names <= COUNTS


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("n", [0, 1, 2])
def test_the_number_chooses_the_form(lang: str, n: int) -> None:
    """One is singular everywhere, two is plural, none is singular in French."""
    one = n == 1 or (n == 0 and lang == "fr")
    checked = 0
    for key, message in messages(lang).items():
        name = decides(key)
        if name is None:
            continue
        form = strings(message)[0 if one else 1]
        args = {p: f"<{p}>" for p in placeholders(form)} | {name: n}
        said = text(lang, key, **args)
        plain = re.sub(r"[\s\u00a0\u202f]+", " ", said)
        assert plain == re.sub(r"[\s\u00a0\u202f]+", " ", form.format(**args)), key
        checked += 1
    assert checked > 40


@pytest.mark.parametrize(
    ("lang", "none", "one", "two"),
    [
        ("en", "0 obstacles stand", "1 obstacle stands", "2 obstacles stand"),
        ("nl", "staan 0 obstakels", "staat 1 obstakel.", "staan 2 obstakels"),
        ("fr", "0 obstacle se trouve", "1 obstacle se trouve", "2 obstacles se "),
    ],
)
def test_obstacles(lang: str, none: str, one: str, two: str) -> None:
    for n, said in enumerate((none, one, two)):
        assert said in text(lang, "reason.obstacles_found", obstacles=n, route_m=9)


def test_a_missing_number_leaves_the_words_of_one() -> None:
    assert text("nl", "reason.canopy_found", area_m2=2, site_m2=9).startswith(
        "De kroon van … boom bedekt 2"
    )
    assert text("en", "kind.bench") == "bench"
    assert text("en", "ui.without_any", n=True, what="x").startswith("yes has")


def test_french_plural_starts_at_two() -> None:
    assert plural("fr", "ui.persons", 1.5).endswith("personne")
    assert plural("nl", "ui.persons", 1.5).endswith("personen")
    assert plural("fr", "kind.bench", 2) == "bancs"
    assert plural("fr", "kind.bench", 0) == "banc"
    assert plural("en", "kind.bench", 0) == "benches"
