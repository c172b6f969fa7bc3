// Elements as Leaflet layers on one canvas, their labels, and the picture under them.

const ll = (p) => [p[1], p[0]];
const pxOf = (ed, metres) => metres * ed.map.options.crs.scale(ed.map.getZoom());
const metresOf = (ed, px) => px / ed.map.options.crs.scale(ed.map.getZoom());

// A point at its true size, but never too small to be seen.
function spot(ed, p, radius, options) {
  if (!ed.Spot) {
    ed.Spot = ed.L.Circle.extend({_project() {
      ed.L.Circle.prototype._project.call(this);
      this._radius = Math.max(this._radius, 2.5);
      this._radiusY = this._radius;
      this._updateBounds();
    }});
  }
  return new ed.Spot(ll(p), {...options, radius: radius});
}

// Leaflet's options of a feature; the same way of drawing as on the other maps.
function pathOf(ed, f) {
  const s = styleOf(ed, f), line = f.dim === 1, filled = !line && s.fill !== null;
  return {
    renderer: ed.canvas, interactive: false, smoothFactor: line ? 0.5 : 0,
    stroke: s.stroke !== null || line, color: s.stroke || s.fill || '#4A525A',
    weight: line ? s.line : s.width, opacity: 1, dashArray: s.dash || null,
    fill: filled, fillColor: s.fill || '#fff',
    fillOpacity: s.open && f.dim === 2 ? 0.25 : s.opacity,
    lineCap: 'butt', lineJoin: 'miter',
  };
}

function benchRing([x, y], [length, width]) {
  return [[x - length, y - width], [x + length, y - width],
    [x + length, y + width], [x - length, y + width]];
}

// The layers of a shape: lists of parts of one dimension.
function layersOf(ed, f, parts, options) {
  if (f.dim === 0) {
    return parts.map((part) => f.b
      ? ed.L.polygon(benchRing(part.points[0], f.b).map(ll), options)
      : spot(ed, part.points[0], radiusOf(ed, f), options));
  }
  const rows = parts.map((part) => part.points.map(ll));
  return [f.dim === 1 ? ed.L.polyline(rows, options) : ed.L.polygon(rows, options)];
}

function drawFeature(ed, f) {
  const options = pathOf(ed, f);
  f.layers = layersOf(ed, f, f.parts, options);
  if (f.k === 'tree') {
    const trunk = {...options, stroke: false, fill: true, fillOpacity: 1, fillColor: '#3F5A30'};
    if (f.r) f.layers.push(...f.parts.map((part) => spot(ed, part.points[0], 0.4, trunk)));
    else f.layers.forEach((layer) => layer.setStyle(trunk));
  }
  if (f.a && f.a.fire_access === 'required') {
    f.layers.push(...layersOf(ed, f, f.parts, {...options, fill: false, color: '#101820',
      weight: 4, dashArray: '2 4'}));
  }
  f.layers.forEach((layer) => layer.addTo(ed.map));
  drawLabel(ed, f);
}

function drawLabel(ed, f) {
  const required = f.a && f.a.fire_access === 'required';
  if (!f.p && !required) return;
  let words = required ? ed.data.words.fire_label : ed.data.kinds[f.k].tool;
  if (f.n !== undefined) words += ` ${shown(ed, f.n, 0)}`;
  const tag = document.createElement('span');
  tag.textContent = words;
  f.label = ed.L.marker(ll(f.p || f.centre), {
    icon: ed.L.divIcon({html: tag, className: `ed-label${required ? ' facade' : ''}`,
      iconSize: [0, 0]}),
    interactive: false, keyboard: false, pane: 'labels',
  }).addTo(ed.map);
  f.label.size = [words.length * 7 + 12, 18];
}

// Labels that would lie over another one wait until the map is larger.
function spreadLabels(ed) {
  if (!ed.map) return;
  const taken = [], facades = ed.tool === 'fire';
  for (const f of ed.features.values()) {
    if (!f.label || (f.k === 'building' && !facades)) continue;
    const at = ed.map.latLngToLayerPoint(f.label.getLatLng()), [w, h] = f.label.size;
    const over = taken.some((t) => Math.abs(t[0] - at.x) < (t[2] + w) / 2 &&
      Math.abs(t[1] - at.y) < h);
    f.label.getElement()?.classList.toggle('hidden', over);
    if (!over) taken.push([at.x, at.y, w]);
  }
}

function eraseFeature(f) {
  for (const layer of [...(f.layers || []), f.label]) if (layer) layer.remove();
  f.layers = f.label = null;
}

// Draw what is new, take away what is gone, keep the rest as it is.
function drawFeatures(ed, text, anew) {
  const change = takeLines(ed, text);
  if (anew) for (const f of ed.features.values()) eraseFeature(f);
  change.removed.forEach(eraseFeature);
  const fresh = anew ? [...ed.features.values()] : change.added;
  const later = ed.drawn && !anew;
  for (const f of fresh) drawFeature(ed, f);
  if (later && fresh.length) restack(ed);
  spreadLabels(ed);
  ed.drawn = true;
}

// Lines come in drawing order: lay all layers over each other in that order.
function restack(ed) {
  for (const f of ed.features.values()) {
    for (const layer of f.layers) layer.bringToFront();
  }
}

// A picture by three of its corners, perhaps turned; its opacity changes in place.
function drawPicture(ed, picture) {
  layPicture(ed, picture);
  if (ed.picture) ed.picture.style.opacity = picture.opacity;
  // Ground areas would hide what is drawn on.
  ed.map.getPane('overlayPane').style.opacity = picture ? 0.65 : '';
}

function layPicture(ed, picture) {
  const key = picture ? JSON.stringify([picture.url, picture.corners]) : '';
  if (ed.pictureKey === key) return;
  ed.pictureKey = key;
  if (ed.picture) ed.picture.remove();
  ed.picture = null;
  if (!picture) return;
  const tag = document.createElement('img');
  tag.alt = '';
  tag.className = 'ed-picture';
  tag.addEventListener('load', () => placePicture(ed));
  tag.src = picture.url;
  tag.corners = picture.corners;
  ed.map.getPane('picture').append(tag);
  ed.picture = tag;
}

function placePicture(ed) {
  const tag = ed.picture;
  if (!tag || !tag.naturalWidth) return;
  const [a, b, c] = tag.corners.map((p) => ed.map.latLngToLayerPoint(ll(p)));
  const w = tag.naturalWidth, h = tag.naturalHeight;
  const turn = [(b.x - a.x) / w, (b.y - a.y) / w, (c.x - a.x) / h, (c.y - a.y) / h, a.x, a.y];
  tag.style.transform = `matrix(${turn.join(',')})`;
}
