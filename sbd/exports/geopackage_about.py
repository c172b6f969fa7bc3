"""What a GeoPackage says of itself: title, date, edition, checklist, limits, sources.

Written as QGIS stores metadata, which it shows with each layer.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, tostring

from sbd.exports.geopackage_table import Layer, joined
from sbd.exports.material import Material
from sbd.locale import text
from sbd.views.report.levels import site_name
from sbd.views.report.method import attributions
from sbd.views.words import in_words, labelled


def metadata_xml(material: Material, layer: Layer | None) -> str:
    """Return the metadata of the file, or of a layer of it, as XML.

    Parameters
    ----------
    material : Material
        The assessment in its edition, the languages.
    layer : Layer, optional
        None for the file as a whole.
    """
    assessment = material.assessment
    name = site_name(assessment)
    root = Element("qgis", version="3.22.0")
    _add(root, "identifier", layer.name if layer else name)
    _add(root, "language", material.langs[0])
    _add(root, "type", "dataset")
    _add(root, "title", f"{name} – {layer.title}" if layer else name)
    about = [layer.about] if layer else []
    _add(root, "abstract", "\n".join([*about, *_facts(material)]))
    for sentence in _sources(material):
        _add(root, "rights", sentence)
    _add(root, "constraints", joined(material.langs, "ui.advisory_note")).set(
        "type", "use"
    )
    SubElement(SubElement(root, "dates"), "date", type="Created", value=assessment.date)
    return tostring(root, encoding="unicode")


def _add(parent: Element, name: str, words: str) -> Element:
    found = SubElement(parent, name)
    found.text = words
    return found


def _sources(material: Material) -> list[str]:
    said = (s for g in material.langs for s in attributions(material.assessment, g))
    return list(dict.fromkeys(said))


def _facts(material: Material) -> list[str]:
    """Return date, edition, checklist and program, a line each and language."""
    assessment, lines = material.assessment, []
    for lang in material.langs:
        version = text(lang, "ui.version", version=assessment.checklist.version)
        title = in_words(material.checklist.title, lang)
        facts = {
            "ui.date": assessment.date,
            "ui.edition": text(lang, f"edition.{assessment.edition}"),
            "ui.checklist": f"{title}, {version}",
            "ui.program": assessment.program,
        }
        lines += [labelled(text(lang, key), said, lang) for key, said in facts.items()]
    return lines
