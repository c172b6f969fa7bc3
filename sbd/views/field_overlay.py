"""A field's picture inside the map, with its legend."""

from __future__ import annotations

import folium
from branca.element import MacroElement
from folium.template import Template

from sbd.views.field_picture import FieldPicture
from sbd.views.map import fix_ids
from sbd.views.map_frame import as_script
from sbd.views.palette import EDGE, INK, PAPER

#: The picture darkens what is drawn below it, and findings stay visible through it.
CSS = f"""
.sbd-field{{z-index:410;mix-blend-mode:multiply;pointer-events:none}}
.sbd-field img{{image-rendering:pixelated}}
.sbd-legend{{background:{PAPER};color:{INK};border:1px solid {EDGE};border-radius:6px;
 padding:.4em .6em;font-size:14px;line-height:1.35;max-width:16em}}
.sbd-legend p{{margin:0 0 .25em;font-weight:700}}
.sbd-legend ul{{list-style:none;margin:0;padding:0;font-weight:400}}
.sbd-legend li{{display:flex;align-items:center;gap:.5em}}
.sbd-legend i{{width:1.2em;height:.9em;border:1px solid {INK};flex:none}}
"""


class FieldOverlay(MacroElement):
    """A picture over the map and its legend, which come and go together."""

    _template = Template("""
{% macro script(this, kwargs) %}
(function (group) {
  const legend = L.control({position: 'bottomright'});
  legend.onAdd = () => {
    const box = L.DomUtil.create('div', 'sbd-legend');
    box.setAttribute('role', 'group'); box.setAttribute('aria-label', {{ this.title }});
    box.innerHTML = {{ this.legend }};
    const style = document.createElement('style');
    style.textContent = {{ this.css }}; box.appendChild(style);
    return box;
  };
  const Picture = L.ImageOverlay.extend({
    onAdd: function (map) {
      if (!map.getPane('sbd-field'))
        map.createPane('sbd-field').className += ' sbd-field';
      L.ImageOverlay.prototype.onAdd.call(this, map); legend.addTo(map);
    },
    onRemove: function (map) {
      legend.remove(); L.ImageOverlay.prototype.onRemove.call(this, map);
    },
  });
  new Picture({{ this.url }}, {{ this.bounds }},
    {pane: 'sbd-field', alt: {{ this.words }}}).addTo(group);
})({{ this._parent.get_name() }});
{% endmacro %}
""")

    def __init__(self, picture: FieldPicture) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "FieldOverlay"
        self.url = as_script(picture.url)
        self.bounds = as_script(picture.bounds)
        self.title = as_script(picture.title)
        self.words = as_script(picture.words)
        self.legend = as_script(picture.legend)
        self.css = as_script(CSS)


def add_picture(group: folium.FeatureGroup, picture: FieldPicture) -> None:
    """Lay a picture into a group of the map, below its findings.

    Parameters
    ----------
    group : FeatureGroup
        Changed.
    picture : FieldPicture
        What to show.
    """
    group.add_child(FieldOverlay(picture), name="picture")
    fix_ids(group, "f")
