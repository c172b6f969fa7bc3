"""Reads PDF files with poppler's programs, and their tags from the file itself."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest


def need_poppler() -> None:
    """Skip where poppler is not installed; where CI says so it has to be."""
    if shutil.which("pdftotext") is None:
        if os.environ.get("CI"):
            pytest.fail(
                "pdftotext is not installed: sh tests/browser/install_chromium.sh"
            )
        pytest.skip("poppler's pdftotext is not installed on this machine")


def _run(*words: str) -> str:
    done = subprocess.run(words, capture_output=True, check=True)
    return done.stdout.decode("utf-8", "replace")


def text_of(path: Path) -> str:
    """Return the text of a file in reading order, white space as single spaces."""
    return re.sub(r"[\s\u200b]+", " ", _run("pdftotext", "-raw", str(path), "-"))


@dataclass(frozen=True)
class Tag:
    """A structure element: its type and, where it has them, alt text and language."""

    kind: str
    alt: str
    lang: str


def _string(raw: bytes) -> str:
    """Return a PDF string, written in parentheses or in hexadecimal digits."""
    if raw.startswith(b"<"):
        plain = bytes.fromhex(re.sub(rb"\s", b"", raw[1:-1]).decode("ascii"))
    else:
        plain = re.sub(rb"\\([()\\])", rb"\1", raw[1:-1])
    if plain.startswith(b"\xfe\xff"):
        return plain[2:].decode("utf-16-be")
    return plain.decode("latin-1")


_VALUE = rb"/%s ?(\((?:\\.|[^\\()])*\)|<[0-9A-Fa-f\s]*>)"


def _entry(name: bytes, body: bytes) -> str:
    found = re.search(_VALUE % name, body, re.DOTALL)
    return _string(found[1]) if found else ""


def tags_of(path: Path) -> list[Tag]:
    """Return the structure elements of a file, in the order they stand in it."""
    objects = path.read_bytes().split(b"endobj")
    bodies = [o for o in objects if b"/Type/StructElem" in o]
    return [
        Tag(found[1].decode("ascii"), _entry(b"Alt", body), _entry(b"Lang", body))
        for body in bodies
        if (found := re.search(rb"/S ?/(\w+)", body))
    ]


def outline_of(path: Path) -> str:
    """Return poppler's view of the tag tree."""
    return _run("pdfinfo", "-struct", str(path))


def info_of(path: Path) -> dict[str, str]:
    """Return what pdfinfo says, by name."""
    lines = (line.partition(":") for line in _run("pdfinfo", str(path)).splitlines())
    return {name.strip(): value.strip() for name, _, value in lines}
