from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from sbd.cli import commands
from sbd.indicators.registry import indicators
from sbd.plans.kinds import KINDS

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
README = (ROOT / "README.md").read_text("utf-8")
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#]+)")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_and_attribute_is_in_the_nomenclature(kind: str) -> None:
    lines = (DOCS / "nomenclature.md").read_text("utf-8").splitlines()
    row = next(line for line in lines if line.startswith(f"| `{kind}` |"))
    for attribute in KINDS[kind].attributes:
        assert f"`{attribute.name}`" in row


def test_every_measured_indicator_has_a_page() -> None:
    pages = {p.stem for p in (DOCS / "indicators").glob("*.md")}
    done = {n for n, entry in indicators().items() if entry.function is not None}
    assert done == pages


@pytest.mark.parametrize("command", sorted(commands.commands))
def test_every_command_is_in_the_readme_and_has_help(command: str) -> None:
    assert f"sbd {command}" in README
    assert commands.commands[command].help


def test_every_option_has_a_name_a_person_can_read() -> None:
    for command in commands.commands.values():
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.opts[0].startswith("-")


@pytest.mark.parametrize(
    "page", sorted([*DOCS.rglob("*.md"), *ROOT.glob("*.md")]), ids=lambda p: p.name
)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text("utf-8")):
        assert (page.parent / target).exists(), target


def test_no_file_names_a_registry_or_this_machine() -> None:
    machine = re.compile(r"(^|[^.\w])/(root|work|home)/\w", re.MULTILINE)
    registry = re.compile(r"https?://[^ ]*(/simple/|registry\.)")
    tracked = [
        p
        for folder in ("sbd", "tests", "docs", "benchmarks", "data")
        for p in (ROOT / folder).rglob("*")
        if p.suffix in (".py", ".md", ".yaml", ".toml", ".po", ".json", ".sh")
    ]
    for path in [*tracked, ROOT / "constraints.txt", ROOT / "pyproject.toml"]:
        text = path.read_text("utf-8")
        assert not machine.search(text), path
        assert not registry.search(text), path
