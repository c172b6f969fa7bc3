"""What is kept of reports between runs; see `sbd.ui.cache`."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import replace
from pathlib import Path

import streamlit as st

from sbd.errors import SbdError
from sbd.exports.docx import write_docx
from sbd.exports.material import Material
from sbd.exports.pdf import front_page_png
from sbd.ui.address import Address
from sbd.ui.cache import KEPT

#: Digest of all results, edition and language.
Known = tuple[str, str, str]


def front_page(address: Address, material: Material) -> bytes:
    """Return the page for a mayor as a picture (PNG)."""
    image: bytes = _front_page(address.key, _known(material), material)
    return image


def try_template(
    address: Address, material: Material, content: bytes, name: str
) -> None:
    """Fill a Word template with what is to be written, once.

    Raises
    ------
    SbdError
        If it cannot be used.
    """
    known = _known(material)
    error = _template_error(address.key, known, content, name, material)
    if error is not None:
        raise error


def _known(material: Material) -> Known:
    about = material.assessment
    digest = hashlib.sha256(about.model_dump_json().encode()).hexdigest()
    return digest, about.edition, material.lang


@st.cache_data(show_spinner=False, max_entries=2 * KEPT)
def _front_page(
    key: tuple[str, str, int, str, str],  # noqa: ARG001  the address is known by it
    known: Known,  # noqa: ARG001  the material is known by it
    _material: Material,
) -> bytes:
    return front_page_png(_material)


@st.cache_resource(show_spinner=False, max_entries=KEPT)
def _template_error(
    key: tuple[str, str, int, str, str],  # noqa: ARG001  the address is known by it
    known: Known,  # noqa: ARG001  the material is known by it
    content: bytes,
    name: str,
    _material: Material,
) -> SbdError | None:
    with tempfile.TemporaryDirectory(prefix="sbd-") as folder:
        path = Path(folder) / Path(name).name
        path.write_bytes(content)
        try:
            write_docx(replace(_material, template=path), Path(folder) / "filled")
        except SbdError as error:
            return error
    return None
