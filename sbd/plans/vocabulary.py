"""Vocabularies: YAML files that say which kind a source's words stand for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BeforeValidator, Field, ValidationError, model_validator

from sbd.errors import PlanError
from sbd.plans.kinds import KINDS, Shape
from sbd.plans.matches import MAX_MATCHES, Match
from sbd.plans.setting import Setting, Strict, Words, several

#: Names of the vocabularies that come with the program; ``native`` needs no file.
SHIPPED = ("osm", "urbis", "layers")
#: A vocabulary file longer than this is not one. [bytes]
MAX_BYTES = 1_000_000


class _PlainLoader(yaml.SafeLoader):
    """YAML whose words and numbers are texts, and which has no references.

    ``no`` is a word, and a layer called ``0123`` is not the number 83.
    """

    yaml_implicit_resolvers = {  # noqa: RUF012
        first: [(tag, regexp) for tag, regexp in found if tag.endswith(":null")]
        for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        # References could blow a small file up without end.
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("references (*name) are not allowed")
        return super().compose_node(parent, index)


class Rule(Strict):
    """Features with these columns (or tags) are elements of this kind.

    ``when``: all must hold, ``"*"`` stands for any value but ``no``; ``unless``: none
    may hold. ``needs`` restricts the rule to one shape of source geometry,
    ``becomes`` is the shape the element takes.
    """

    kind: str
    when: Annotated[dict[str, Words], Field(min_length=1)]
    unless: Mapping[str, Words] = {}
    needs: Annotated[tuple[Shape, ...], BeforeValidator(several)] = ()
    becomes: Shape | None = None
    set: Mapping[str, Setting] = {}


class Name(Strict):
    """Layer, block or file names that stand for a kind.

    ``values`` maps values of a type column, inside a layer of such a name, to more
    exact kinds. ``coarse`` names stand for several kinds at once; the first is taken
    and told.
    """

    names: Words
    set: Mapping[str, Setting] = {}
    values: Mapping[str, Words] = {}


class Vocabulary(Strict):
    """A whole vocabulary file.

    What its own words do not know is read by the vocabulary it ``extends``; its
    ``matches`` win over all words.
    """

    id: str
    reads: Literal["tags", "columns", "names"] = "names"
    extends: Literal["auto", "osm", "urbis", "layers"] | None = None
    description: str = ""
    matches: Annotated[tuple[Match, ...], Field(max_length=MAX_MATCHES)] = ()
    keys: Words = ()
    tables: Mapping[str, dict[str, str]] = {}
    rules: tuple[Rule, ...] = ()
    type_columns: Words = ()
    kinds: Mapping[str, Name] = {}
    coarse: Mapping[str, Words] = {}
    attributes: Mapping[str, Setting] = {}

    @cached_property
    def rule_index(self) -> dict[str, tuple[int, ...]]:
        """Per first key of a rule, the numbers of the rules that start with it."""
        index: dict[str, tuple[int, ...]] = {}
        for n, rule in enumerate(self.rules):
            first = next(iter(rule.when))
            index[first] = (*index.get(first, ()), n)
        return index

    @cached_property
    def taken(self) -> dict[str, dict[str, Setting]]:
        """Per kind, where its attributes are taken from, whatever rule or name."""
        taken = {kind: dict(name.set) for kind, name in self.kinds.items()}
        for rule in self.rules:
            own = {n: s for n, s in rule.set.items() if s.source}
            taken[rule.kind] = {**own, **taken.get(rule.kind, {})}
        return taken

    @cached_property
    def aliases(self) -> dict[str, str]:
        """Per plain name, the kind; with a leading ``?`` where it is one of several."""
        known = {
            plain(alias): kind
            for kind, name in self.kinds.items()
            for alias in name.names
        }
        return known | {plain(a): f"?{kinds[0]}" for a, kinds in self.coarse.items()}

    @model_validator(mode="after")
    def _names_exist(self) -> Vocabulary:
        mistakes = [*self._unknown_kinds(), *self._unknown_settings()]
        if mistakes:
            raise ValueError("; ".join(mistakes))
        return self

    def _unknown_kinds(self) -> list[str]:
        named = [rule.kind for rule in self.rules] + list(self.kinds)
        named += [
            kind
            for name in self.kinds.values()
            for found in name.values.values()
            for kind in found
        ]
        named += [kind for kinds in self.coarse.values() for kind in kinds]
        return [f"'{k}' is not a kind" for k in sorted(set(named) - set(KINDS))]

    def _unknown_settings(self) -> list[str]:
        places = [(rule.kind, rule.set) for rule in self.rules]
        places += [(kind, name.set) for kind, name in self.kinds.items()]
        matched = [s for match in self.matches for s in match.set.values()]
        mistakes = [
            f"'{attribute}' is not an attribute of {kind}"
            for kind, settings in places
            if kind in KINDS
            for attribute in settings
            if KINDS[kind].attribute(attribute) is None
        ]
        settings = [s for _, found in places for s in found.values()] + matched
        tables = {s.table for s in (*settings, *self.attributes.values()) if s.table}
        return mistakes + [
            f"there is no table '{t}'" for t in sorted(tables - set(self.tables))
        ]


def load_vocabulary(name: str) -> Vocabulary:
    """Read a shipped vocabulary by its name, or one from a YAML file.

    Parameters
    ----------
    name : str
        ``osm``, ``urbis``, ``layers`` or the path of a file.

    Returns
    -------
    Vocabulary
        Checked whole.

    Raises
    ------
    PlanError
        If there is no such vocabulary, or with all mistakes of the file.
    """
    if name in SHIPPED:
        return _shipped(name)
    path = Path(name)
    if not path.is_file():
        raise PlanError(
            "There is no vocabulary '{name}': use {known}, or the path of a file.",
            name=name,
            known=", ".join(("auto", "native", *SHIPPED)),
        )
    if path.stat().st_size > MAX_BYTES:
        raise PlanError(
            "{file} is too large for a vocabulary; choose another file.", file=path.name
        )
    return parse_vocabulary(path.read_bytes(), path.name)


def parse_vocabulary(content: bytes, name: str) -> Vocabulary:
    """Read a vocabulary from the bytes of a YAML file.

    Raises
    ------
    PlanError
        With every mistake of the file, each with its place.
    """
    try:
        data = yaml.load(content.decode("utf-8"), Loader=_PlainLoader)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise PlanError(
            "{file} is not readable as YAML ({reason}); correct it and try again.",
            file=name,
            reason=str(error).splitlines()[0],
        ) from error
    try:
        return Vocabulary.model_validate(data)
    except ValidationError as error:
        raise PlanError(
            "Correct the vocabulary {file}: {mistakes}",
            file=name,
            mistakes=_told(error),
        ) from error


def parse_matches(matches: Sequence[Mapping[str, Any]]) -> Vocabulary:
    """Read matches given as plain data; they make a vocabulary without words.

    Raises
    ------
    PlanError
        With every mistake, each with its place.
    """
    try:
        return Vocabulary.model_validate({"id": "matches", "matches": list(matches)})
    except ValidationError as error:
        raise PlanError(
            "Correct what was chosen for layers, blocks and values: {mistakes}",
            mistakes=_told(error),
        ) from error


def _told(error: ValidationError) -> str:
    """Return all mistakes in one line, each with its place in the file."""
    found = (
        f"{'.'.join(str(part) for part in e['loc']) or 'file'}: {e['msg']}"
        for e in error.errors()
    )
    return "; ".join(found)


@cache
def _shipped(name: str) -> Vocabulary:
    source = files("sbd.plans.vocabularies").joinpath(f"{name}.yaml")
    return parse_vocabulary(source.read_bytes(), f"{name}.yaml")


def plain(name: str) -> str:
    """Return a name as lower-case words without accents, for comparison.

    Parameters
    ----------
    name : str
        ``"Gebäude_Bestand"``, ``"BÄUME"``, ``"mobilier urbain"``.

    Returns
    -------
    str
        ``"gebaeude bestand"``: umlauts as two letters, words parted by one space.
    """
    text = unicodedata.normalize("NFC", name).lower()
    for letter, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        text = text.replace(letter, letters)
    text = unicodedata.normalize("NFKD", text)
    text = "".join(c for c in text if not unicodedata.combining(c))
    return " ".join(re.findall(r"[a-z]+|\d+", text))


def find_name(name: str, aliases: Mapping[str, str]) -> str | None:
    """Return what a layer, block or file name stands for.

    The whole name counts first; else the alias of most words that stand in it, one
    after the other. Two such aliases with different meanings are no answer.

    Parameters
    ----------
    name : str
        As the file has it.
    aliases : mapping of str to str
        From plain names to meanings.

    Returns
    -------
    str or None
        The meaning.
    """
    words = plain(name)
    if words in aliases:
        return aliases[words]
    found = {part: aliases[part] for part in _parts(words) if part in aliases}
    if not found:
        return None
    longest = max(len(a.split()) for a in found)
    meanings = {m for a, m in found.items() if len(a.split()) == longest}
    return meanings.pop() if len(meanings) == 1 else None


def _parts(words: str) -> list[str]:
    each = words.split()
    return [
        " ".join(each[i:j])
        for i in range(len(each))
        for j in range(i + 1, min(len(each), i + 4) + 1)
    ]
