"""The map's own frame: Leaflet from an installed package, style, hatches, north."""

from __future__ import annotations

import json
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import folium
from branca.element import MacroElement
from folium.template import Template

from sbd.views.palette import BRAND, GROUND, HATCH, INK, LEVEL_HATCHES, LEVELS, PICK

#: Address of Leaflet's files, relative to the frame that shows the map.
ASSETS_URL = "leaflet/"
#: Share of the level colour in a hatched area. [1]
_TINT = 0.38
_FONT = '"Source Sans 3","Source Sans Pro","Source Sans",Arial,sans-serif'

CSS = f"""
.leaflet-container{{font:600 15px {_FONT};background:{GROUND}}}
.sbd-mark{{background:none;border:0}}
.pin{{display:inline-flex;align-items:center;transform:translate(-50%,-50%);
 border:2px solid {INK};border-radius:7px;background:#fff;color:{INK};
 white-space:nowrap;box-shadow:0 0 0 2px #fff;overflow:hidden;font-weight:700;
 width:max-content}}
.pin b{{padding:1px 7px;align-self:stretch;border-right:2px solid {INK}}}
.pin span{{padding:1px 8px}}
.pin.big{{font-size:19px}}
@media(max-width:600px){{.pin.big{{font-size:14px}} .pin.big span{{padding:0 5px}}}}
.digit{{display:block;width:20px;line-height:20px;border-radius:50%;
 text-align:center;font-size:15px;transform:translate(-50%,-50%)}}
.pin.up{{transform:translate(-50%,-165%)}}
.leaflet-control-scale-line{{border:2px solid {INK};border-top:0;
 background:rgba(255,255,255,.85);color:{INK};font-size:13px}}
.leaflet-interactive:focus-visible,.leaflet-marker-icon:focus-visible{{
 outline:3px solid {PICK};outline-offset:2px}}
"""


def leaflet_dir() -> Path:
    """Return the folder of Leaflet's files in the installed package."""
    package = distribution("django-js-lib-leaflet")
    return Path(str(package.locate_file("js_lib_leaflet/static/js_lib_leaflet")))


def as_script(value: Any) -> str:
    """Write a value as JSON that cannot leave a script element."""
    return escape_script(json.dumps(value, ensure_ascii=False))


def escape_script(written: str) -> str:
    """Take from JSON what could end a script or a line of it."""
    marks = {"<": "3c", ">": "3e", "&": "26", "\u2028": "2028", "\u2029": "2029"}
    for mark, code in marks.items():
        written = written.replace(mark, "\\u" + code.zfill(4))
    return written


def hatches() -> str:
    """Return the fill patterns of levels, unknown and tick as one invisible SVG."""
    patterns = "".join(
        f'<pattern id="h{n}" width="10" height="10" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate({angle})"><rect width="10" height="10" '
        f'fill="{LEVELS[n][0]}" fill-opacity="{_TINT}"/>'
        f'<path d="M0 0V10" stroke="{stroke}" stroke-width="{width}"/></pattern>'
        for n, (stroke, angle, width) in enumerate(LEVEL_HATCHES)
    )
    return (
        f'<svg width="0" height="0" aria-hidden="true"><defs>{patterns}'
        '<pattern id="hu" width="9" height="9" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect width="9" height="9" fill="#fff" '
        f'fill-opacity=".85"/><path d="M0 0V9" stroke="{HATCH}" stroke-width="2.5"/>'
        '</pattern><pattern id="hgood" width="10" height="10" '
        'patternUnits="userSpaceOnUse"><rect width="10" height="10" fill="#fff" '
        f'fill-opacity=".7"/><circle cx="5" cy="5" r="1.5" fill="{BRAND}"/>'
        "</pattern></defs></svg>"
    )


def north_arrow() -> str:
    """Return the arrow; the map is always drawn with north up."""
    return (
        '<svg width="34" height="48" viewBox="0 0 34 48" role="img" aria-label="N">'
        f'<path d="M17 2L27 30L17 24L7 30Z" fill="{INK}"/>'
        '<text x="17" y="46" text-anchor="middle" font-size="15" font-weight="700" '
        f'font-family="sans-serif" fill="{INK}">N</text></svg>'
    )


class LocalMap(folium.Map):
    """A map whose only resources are Leaflet's two files, served by ourselves.

    Parameters
    ----------
    assets_url : str
        Address of the folder with ``leaflet.js`` and ``leaflet.css``.
    **options
        Further options of `folium.Map`; tiles stay off.
    """

    def __init__(self, *, assets_url: str = ASSETS_URL, **options: Any) -> None:
        super().__init__(
            tiles=None,
            attribution_control=False,
            prefer_canvas=False,  # fill patterns need the SVG renderer
            scroll_wheel_zoom=False,
            **options,
        )
        self.default_js = [("leaflet", f"{assets_url}leaflet.js")]
        self.default_css = [("leaflet_css", f"{assets_url}leaflet.css")]


class MapFrame(MacroElement):
    """Size, background, patterns, north arrow and scale inside the map's frame."""

    _template = Template("""
{% macro script(this, kwargs) %}
(function (map) {
  const box = map.getContainer();
  box.style.height = '100vh'; box.style.width = '100%'; document.body.style.margin = 0;
  box.setAttribute('role', 'region'); box.setAttribute('aria-label', {{ this.label }});
  // The frame's page may forbid zooming: undo that.
  document.querySelectorAll('meta[name=viewport]').forEach(
    tag => tag.setAttribute('content', 'width=device-width,initial-scale=1'));
  map.options.zoomSnap = 0;
  const fit = () => {
    if (!box.clientWidth || !box.clientHeight) return;  // hidden: nothing to fit to
    map.invalidateSize({animate: false});
    map.fitBounds({{ this.bounds }}, {padding: [4, 4], animate: false});
  };
  setTimeout(fit, 60); setTimeout(fit, 600);
  let width = 0, height = 0;
  new ResizeObserver(() => {
    if (box.clientWidth === width && box.clientHeight === height) return;
    width = box.clientWidth; height = box.clientHeight; fit();
  }).observe(box);
  const style = document.createElement('style');
  style.textContent = {{ this.css }}; document.head.appendChild(style);
  const defs = document.createElement('div');
  defs.innerHTML = {{ this.defs }};
  defs.style.cssText = 'position:absolute;width:0;height:0';
  document.body.appendChild(defs);
  const north = L.control({position: 'topright'});
  north.onAdd = () => {
    const tag = L.DomUtil.create('div', 'north'); tag.innerHTML = {{ this.north }};
    return tag;
  };
  north.addTo(map);
  L.control.scale({imperial: false, maxWidth: 140}).addTo(map);
  map.zoomControl && [['_zoomInButton', {{ this.zoom_in }}],
    ['_zoomOutButton', {{ this.zoom_out }}]].forEach(([name, words]) => {
      const button = map.zoomControl[name];
      button.title = words; button.setAttribute('aria-label', words);
    });
})({{ this._parent.get_name() }});
{% endmacro %}
""")

    def __init__(
        self, label: str, bounds: list[list[float]], zoom_words: tuple[str, str]
    ) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "MapFrame"
        self.label = as_script(label)
        self.bounds = as_script(bounds)
        self.css = as_script(CSS)
        self.defs = as_script(hatches())
        self.north = as_script(north_arrow())
        self.zoom_in, self.zoom_out = (as_script(w) for w in zoom_words)


class DrawnFeatures(MacroElement):
    """Features that carry their own drawing: style, label and tooltip.

    Parameters
    ----------
    data : str
        A GeoJSON FeatureCollection as JSON. A feature's properties hold ``style``
        (Leaflet path options), and perhaps ``html`` (a label, already escaped),
        ``tip`` (a tooltip, already escaped) and ``alt`` (plain text).
    interactive : bool
        Whether features can be chosen.
    """

    _template = Template("""
{% macro script(this, kwargs) %}
L.geoJSON({{ this.data }}, {
  interactive: {{ this.interactive }}, smoothFactor: 0,
  style: feature => Object.assign({smoothFactor: 0}, feature.properties.style),
  pointToLayer: (feature, at) => {
    const p = feature.properties;
    if (!p.html) return L.circleMarker(at, p.style);
    const icon = L.divIcon({
      html: p.html, className: 'sbd-mark', iconSize: [1, 1], iconAnchor: [0, 0]});
    return L.marker(at, {icon: icon, alt: p.alt || '', title: p.alt || '',
      interactive: {{ this.interactive }} && !p.quiet,
      keyboard: {{ this.interactive }} && !p.quiet});
  },
  onEachFeature: (feature, layer) => {
    const tip = feature.properties.tip;
    if (tip) layer.bindTooltip(tip, {sticky: true});
  },
}).addTo({{ this._parent.get_name() }});
{% endmacro %}
""")

    def __init__(self, data: str, *, interactive: bool) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "DrawnFeatures"
        self.data = escape_script(data)
        self.interactive = "true" if interactive else "false"
