"""A template's file from outside: checked as a whole before anything reads it."""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib
from importlib import resources
from pathlib import Path, PurePosixPath
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from sbd.errors import DocumentError

#: Bounds of a file, packed and unpacked, and of a part with fields in it. [bytes]
MOST_PACKED = 20_000_000
MOST_UNPACKED = 200_000_000
MOST_PART = 10_000_000
MOST_ENTRIES = 2_000

_DOCUMENT = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
)
_TYPES = "[Content_Types].xml"
#: Fields of Word that fetch or run something when a document is opened.
_FETCHING = re.compile(
    r"\b(INCLUDEPICTURE|INCLUDETEXT|DDE|DDEAUTO|LINK|IMPORT|DATABASE|RD)\b", re.I
)
_QUOTED = re.compile(r'"[^"]*"')
_SAFE_LINK = re.compile(r"(https?|mailto):", re.I)
_EMBEDDED = re.compile(r"/(embeddings|activeX|ctrlProps)/|\.bin$|afchunk", re.I)
_ATTRIBUTE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}instr"


def read_template(path: Path | None) -> tuple[bytes, str]:
    """Return a template's bytes, checked, and the name of its file.

    Parameters
    ----------
    path : Path, optional
        A ``.docx``; the one that is shipped if left out.

    Raises
    ------
    DocumentError
        If it is no Word document, too large, or holds or fetches more than text and
        pictures.
    """
    if path is None:
        shipped = resources.files(__package__).joinpath("report.docx")
        return shipped.read_bytes(), "report.docx"
    try:
        if path.stat().st_size > MOST_PACKED:
            raise _too_large(path.name)
        packed = path.read_bytes()
        _check(_unpacked(packed, path.name), path.name)
    except (OSError, zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise _unreadable(path.name) from error
    except (NotImplementedError, RuntimeError) as error:  # packed or locked otherwise
        raise _unreadable(path.name) from error
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        if isinstance(error, DocumentError):
            raise
        raise _unreadable(path.name) from error
    return packed, path.name


def _unreadable(file: str) -> DocumentError:
    return DocumentError(
        "The template {file} cannot be read: save it as a Word document (.docx) and "
        "try again.",
        file=file,
    )


def _too_large(file: str) -> DocumentError:
    return DocumentError(
        "The template {file} is too large: 20 MB at most, 200 MB unpacked.", file=file
    )


def _outside(file: str, what: str) -> DocumentError:
    return DocumentError(
        "The template {file} fetches something from outside ({what}): put it into the "
        "document, or take it out.",
        file=file,
        what=what,
    )


def _unpacked(packed: bytes, file: str) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        infos = archive.infolist()
        size = sum(i.file_size for i in infos)
        if len(infos) > MOST_ENTRIES or size > MOST_UNPACKED:
            raise _too_large(file)
        if len({i.filename.lower() for i in infos}) < len(infos):
            raise _unreadable(file)
        return {i.filename: _entry(archive, i, file) for i in infos}


def _entry(archive: zipfile.ZipFile, info: zipfile.ZipInfo, file: str) -> bytes:
    name = PurePosixPath(info.filename)
    mode = stat.S_IFMT(info.external_attr >> 16)
    plain = mode in (0, stat.S_IFREG, stat.S_IFDIR)
    if name.is_absolute() or ".." in name.parts or "\\" in info.filename or not plain:
        raise _unreadable(file)
    with archive.open(info) as stream:
        content = stream.read(info.file_size + 1)
    if len(content) != info.file_size:
        raise _unreadable(file)
    if name.suffix in (".xml", ".rels") and info.file_size > MOST_PART:
        raise _too_large(file)
    return content


def _check(entries: dict[str, bytes], file: str) -> None:
    kinds = entries.get(_TYPES, b"")
    if b"macroEnabled" in kinds or any("vbaProject" in n for n in entries):
        raise DocumentError(
            "The template {file} holds macros: save it as a Word document without "
            "macros (.docx).",
            file=file,
        )
    if _DOCUMENT.encode() not in kinds:
        raise _unreadable(file)
    for name, content in entries.items():
        if _EMBEDDED.search(f"/{name}"):
            raise DocumentError(
                "The template {file} holds an embedded object ({what}): put a picture "
                "in its place, or take it out.",
                file=file,
                what=PurePosixPath(name).name,
            )
        if name.endswith((".xml", ".rels")):
            _check_part(fromstring(content, forbid_dtd=True), name, file)


def _check_part(root: Element, name: str, file: str) -> None:
    if name.endswith(".rels"):
        for relation in root:
            _check_relation(relation, file)
    # What a field is to do may be cut into pieces, but not what it quotes.
    told = [n.text or "" for n in root.iter() if str(n.tag).endswith("}instrText")]
    told = ["".join(told), *(n.get(_ATTRIBUTE, "") for n in root.iter())]
    for words in told:
        fetched = _FETCHING.search(_QUOTED.sub('""', words))
        if fetched:
            raise _outside(file, fetched.group(1).upper())


def _check_relation(relation: Element, file: str) -> None:
    """Refuse what is fetched unasked; a link that a reader may follow is fine."""
    if relation.get("TargetMode", "").lower() != "external":
        return
    kind = relation.get("Type", "").rsplit("/", 1)[-1]
    link = kind == "hyperlink" and _SAFE_LINK.match(relation.get("Target", ""))
    if not link:
        raise _outside(file, kind)
