"""Check a project's file before anything of it is believed."""

from __future__ import annotations

import hashlib
import io
import json
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args
from xml.etree import ElementTree as ET

from sqlalchemy import Boolean, Float, Integer, LargeBinary, Table

from sbd.errors import ReviewError
from sbd.locale import LANGS
from sbd.reviews.archive import FORMAT, MANIFEST, VERSION, Row, numbered
from sbd.reviews.model import Discipline
from sbd.reviews.tables import metadata

#: Bounds of a file, packed and unpacked. [bytes]
MOST_PACKED = 500_000_000
MOST_UNPACKED = 1_000_000_000
#: Unpacked size over packed that nothing we write comes near, beyond a floor.
MOST_RATIO = 200
_FLOOR = 20_000_000
MOST_ENTRIES = 10_000

_ID = r"[0-9a-f]{16}"
_NAME = r"[\w\-()][\w.\- ()]{0,149}"
_ENTRY = re.compile(
    rf"tables/[a-z_]+\.jsonl|judged/[0-9a-f]{{64}}"
    rf"|variants/{_ID}/(source(-[1-9]\d{{0,5}})?/)?{_NAME}"
)
_ANSWER = r"[0-4](\.[05])?|unknown|not_applicable|withdrawn"
_DISCIPLINES = "|".join(get_args(Discipline))
#: What texts look like, by column, or by table and column.
_FORMS = {
    "project": _ID,
    "variant": _ID,
    "session": _ID,
    "id": _ID,
    "token": r"[\w-]{22}",
    "code": r"[2-9A-HJ-NP-Z]{6}",
    "sessions.kind": "alone|meeting",
    "kind": r"[a-z][a-z0-9_-]*",
    "lang": "|".join(LANGS),
    "stage": "join|rate|discuss",
    "criterion": r"[A-Z]-\d{2}",
    "current": r"[A-Z]-\d{2}",
    "discipline": _DISCIPLINES,
    "answer": _ANSWER,
    "sha256": r"[0-9a-f]{64}",
    "session_criteria.state": "open|revealed|settled",
    "edition": "public|restricted",
    "role": "ballot|stage|paper",
    "letter": r"[A-Z]{1,2}",
    "voice": r".{1,80}",
}
_DRAWN = re.compile(
    r"(svg|g|path|rect|circle|ellipse|line|polyline|polygon|text|tspan|title|desc|defs"
    r"|pattern|clipPath|mask|marker|use|symbol|style|linearGradient|radialGradient|stop)"
)
_ACTIVE = re.compile(r"url\(\s*['\"]?(?!#)|@import|expression\(|javascript:|\\", re.I)


def read_archive(path: Path) -> tuple[dict[str, bytes], dict[str, list[Row]]]:
    """Read a project's file and check everything in it.

    Parameters
    ----------
    path : Path
        The ``.sbd`` file.

    Returns
    -------
    tuple of dict and dict
        Its entries by name, and its rows by table.

    Raises
    ------
    ReviewError
        If it is no such file, is of a newer version, or anything in it is not what
        it should be.
    """
    try:
        if path.stat().st_size > MOST_PACKED:
            raise _refusal("it is larger than 500 MB")
        entries = _unpacked(path.read_bytes())
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise _refusal(str(error) or type(error).__name__) from error
    except (NotImplementedError, RuntimeError) as error:  # packed or locked otherwise
        raise _refusal(str(error)) from error
    _check_manifest(entries)
    rows = {t.name: list(_rows(t, entries)) for t in metadata.sorted_tables}
    _check_references(rows, entries)
    return entries, rows


def _refusal(reason: str) -> ReviewError:
    return ReviewError(
        "This file cannot be taken over as a project ({reason}): nothing was changed.",
        reason=reason,
    )


def _unpacked(packed: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(packed)) as file:
        infos = file.infolist()
        names = [i.filename for i in infos]
        bound = min(MOST_UNPACKED, max(_FLOOR, MOST_RATIO * len(packed)))
        if len(names) > MOST_ENTRIES or sum(i.file_size for i in infos) > bound:
            raise _refusal("it unpacks to more than a project can be")
        if len(set(names)) < len(names):
            raise _refusal("a name stands in it twice")
        found = {}
        for info in infos:
            mode = info.external_attr >> 16
            plain = not mode or stat.S_IFMT(mode) in (0, stat.S_IFREG)
            known = info.filename == MANIFEST or _ENTRY.fullmatch(info.filename)
            if not plain or not known:
                raise _refusal("it holds something that belongs to no project")
            with file.open(info) as stream:
                content = stream.read(info.file_size + 1)
            if len(content) != info.file_size:
                raise _refusal("a size in it is wrong")
            found[info.filename] = content
    return found


def _check_manifest(entries: dict[str, bytes]) -> None:
    """Check each entry against the manifest, which is taken out."""
    try:
        about = json.loads(entries.pop(MANIFEST))
        told = {n: (e["bytes"], e["sha256"]) for n, e in about["entries"].items()}
        kind, version = about["format"], about["version"]
    except (KeyError, ValueError, TypeError, AttributeError, RecursionError) as error:
        raise _refusal("its manifest is missing or spoilt") from error
    if kind != FORMAT or not isinstance(version, int) or version < 1:
        raise _refusal("its manifest is missing or spoilt")
    if version > VERSION:
        raise ReviewError(
            "This project was written by a newer sbd: install that version to open it."
        )
    found = {n: (len(c), hashlib.sha256(c).hexdigest()) for n, c in entries.items()}
    if told != found:
        raise _refusal("a part of it is missing or was changed")


def _rows(table: Table, entries: Mapping[str, bytes]) -> Iterator[Row]:
    content = entries.get(f"tables/{table.name}.jsonl")
    if content is None:
        raise _refusal(f"the table {table.name} is missing")
    wanted = {c.name for c in table.c if not isinstance(c.type, LargeBinary)}
    for n, line in enumerate(content.splitlines(), start=1):
        try:
            row = json.loads(line, parse_constant=_no_number)
        except (ValueError, RecursionError) as error:
            raise _refusal(f"{table.name}, row {n} cannot be read") from error
        if not isinstance(row, dict) or set(row) != wanted:
            raise _refusal(f"{table.name}, row {n} has not the columns it should")
        for name, value in row.items():
            if not _fits(table, name, value):
                raise _refusal(f"{table.name}, row {n}: {name} is not what it can be")
        if numbered(table) and row["id"] != n:
            raise _refusal(f"{table.name}, row {n} has another number")
        yield row


def _no_number(text: str) -> float:
    raise ValueError(text)


def _fits(table: Table, name: str, value: Any) -> bool:
    column = table.c[name]
    if value is None:
        return bool(column.nullable)
    if isinstance(column.type, Boolean):
        return isinstance(value, bool)
    if isinstance(column.type, Integer | Float):
        if isinstance(value, bool) or not isinstance(value, int | float):
            return False
        return isinstance(column.type, Float) or value in range(2**53)
    return isinstance(value, str) and _reads_as(table, name, value)


def _reads_as(table: Table, name: str, text: str) -> bool:
    if "\0" in text or name == "key_sha256":  # nobody enters by a file
        return False
    if name in ("args", "settings"):
        return _is_mapping(text)
    if name == "svg":
        return _is_drawing(text)
    form = _FORMS.get(f"{table.name}.{name}", _FORMS.get(name))
    return form is None or re.fullmatch(form, text) is not None


def _is_mapping(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False


def _is_drawing(text: str) -> bool:
    """Whether a drawing is nothing but a drawing: it is shown on phones as it is."""
    if not text:
        return True
    if "<!" in text or "<?" in text:
        return False
    try:
        root = ET.fromstring(text)
    except ET.ParseError:
        return False
    return root.tag.rpartition("}")[2] == "svg" and all(map(_is_harmless, root.iter()))


def _is_harmless(element: ET.Element) -> bool:
    if not _DRAWN.fullmatch(element.tag.rpartition("}")[2]):
        return False
    for name, value in element.attrib.items():
        plain = name.rpartition("}")[2].lower()
        refers = plain in ("href", "src") and not value.startswith("#")
        if refers or plain.startswith("on") or _ACTIVE.search(value):
            return False
    return not (element.tag.endswith("style") and _ACTIVE.search(element.text or ""))


def _check_references(
    rows: Mapping[str, list[Row]], entries: Mapping[str, bytes]
) -> None:
    """Check that every row belongs to the one project, and every file to a row."""
    if len(rows["projects"]) != 1:
        raise _refusal("it holds no project, or several")
    keys = {
        t.name: [tuple(r[c.name] for c in t.primary_key.columns) for r in rows[t.name]]
        for t in metadata.sorted_tables
    }
    for table in metadata.sorted_tables:
        if len(set(keys[table.name])) < len(keys[table.name]):
            raise _refusal(f"a row of {table.name} stands in it twice")
        for column in table.c:
            for key in column.foreign_keys:
                known = {k[0] for k in keys[key.column.table.name]}
                used = {r[column.name] for r in rows[table.name]} - {None}
                if not used <= known:
                    raise _refusal(f"{table.name}.{column.name} refers to nothing")
    project = rows["projects"][0]["id"]
    if any(r["project"] != project for r in rows["log"]):
        raise _refusal("its log is of another project")
    variants = {r["id"] for r in rows["variants"]}
    folders = {n.split("/")[1] for n in entries if n.startswith("variants/")}
    judged = {n.split("/")[1] for n in entries if n.startswith("judged/")}
    if not folders <= variants or judged != {r["sha256"] for r in rows["plans"]}:
        raise _refusal("its plans are not those it tells of")
