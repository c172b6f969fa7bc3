// Drawing new elements, corner by corner.

const LEAST = {line: 2, area: 3};
const isDrawing = (ed) => ed.tool === 'draw';

function startDraft(ed, kind) {
  const shapes = ed.data.kinds[kind].shapes;
  const shape = shapes.includes(ed.shapes[kind]) ? ed.shapes[kind] : shapes[0];
  ed.draft.clearLayers();
  ed.drawing = {kind: kind, shape: shape, points: [], typed: []};
  ed.hover = null;
  showSnap(ed, null);
  readout(ed, '');
}

const lastPoint = (ed) => ed.drawing && ed.drawing.points[ed.drawing.points.length - 1];

// Where a click or the crosshair would place the next corner.
function aimed(ed, p, reach) {
  const drawing = ed.drawing || {points: []};
  return snapAt(ed, p, {from: lastPoint(ed), own: drawing.points.slice(0, -1), reach: reach});
}

function placePoint(ed, p, how) {
  const drawing = ed.drawing, last = lastPoint(ed), typed = how && how.typed;
  if (last && gap(last, p) < 1e-6) return;
  const first = drawing.points[0];
  if (drawing.shape === 'area' && drawing.points.length > 2 && gap(first, p) < 1e-6) {
    finishDraft(ed);
    return;
  }
  drawing.points.push(p);
  if (typed) drawing.typed.push(drawing.points.length - 1);
  if (drawing.shape === 'point') {
    finishDraft(ed);
    return;
  }
  showDraft(ed);
  const words = [fill(ed.data.words.said_point, {n: drawing.points.length})];
  if (last) words.push(measures(ed, drawing.points));
  if (how && how.snapped) words.push(how.snapped);
  say(ed, words.filter(Boolean).join(', '));
}

// The length of the last segment, its direction, and the area so far.
function measures(ed, points) {
  const [a, b] = points.slice(-2), words = ed.data.words;
  const said = [fill(words.said_length, {
    length: metres(ed, gap(a, b)), n: shown(ed, bearing(a, b), 1)})];
  if (ed.drawing.shape === 'area' && points.length > 2) {
    said.push(fill(words.said_area, {area: shown(ed, areaOf(points), 1)}));
  }
  return said.join(', ');
}

function showDraft(ed, next) {
  const drawing = ed.drawing, points = next ? [...drawing.points, next] : drawing.points;
  ed.draft.clearLayers();
  const add = (layer) => ed.draft.addLayer(layer);
  const base = {renderer: ed.draftSvg, pane: 'draft', interactive: false, fill: false};
  if (points.length > 1) {
    const closed = drawing.shape === 'area' && points.length > 2;
    const row = points.map(ll);
    add(ed.L.polyline(row, {...base, color: '#FFFFFF', weight: 6}));
    add(ed.L.polyline(row, {...base, color: '#B5005B', weight: 3}));
    if (closed) {
      add(ed.L.polyline([row[row.length - 1], row[0]], {
        ...base, color: '#B5005B', weight: 2, dashArray: '5 5'}));
    }
  }
  for (const p of drawing.points) {
    add(ed.L.circleMarker(ll(p), {...base, radius: 4, color: '#B5005B', weight: 2,
      fill: true, fillColor: '#FFFFFF', fillOpacity: 1}));
  }
}

// Follow the pointer or the crosshair: the next segment, its length, what it snaps to.
function hoverDraft(ed, p, reach) {
  const found = aimed(ed, p, reach);
  ed.hover = found.at;
  showSnap(ed, found);
  if (!lastPoint(ed)) return;
  showDraft(ed, found.at);
  readout(ed, measures(ed, [...ed.drawing.points, found.at]));
}

function removePoint(ed) {
  const drawing = ed.drawing;
  if (!drawing || !drawing.points.length) return;
  drawing.points.pop();
  drawing.typed = drawing.typed.filter((n) => n < drawing.points.length);
  showDraft(ed);
  tell(ed, 'said_removed', {n: drawing.points.length});
}

function cancelDraft(ed) {
  const some = ed.drawing && ed.drawing.points.length;
  startDraft(ed, ed.kind);
  if (some) tell(ed, 'said_cancelled');
  return Boolean(some);
}

// A corner at a typed length and direction from the last: exact, never snapped.
function addTyped(ed, length, direction) {
  const last = lastPoint(ed), words = ed.data.words;
  if (!last) return complain(ed, words.first_point);
  if (!(length > 0) || (direction === null && !ed.hover)) return complain(ed, words.no_number);
  const degrees = direction === null ? bearing(last, ed.hover) : direction;
  const next = ahead(last, length, degrees);
  placePoint(ed, next, {typed: true});
  moveCursor(ed, next, true);
  return undefined;
}

function finishDraft(ed) {
  const {kind, shape, points, typed} = ed.drawing, words = ed.data.words;
  if (points.length < (LEAST[shape] || 1)) {
    complain(ed, shape === 'line' ? words.few_line : words.few_area);
    return;
  }
  if (shape === 'area' && crosses(points)) {
    complain(ed, words.crossing);
    return;
  }
  const ring = shape === 'area' ? [...points, points[0]] : points;
  const types = {point: 'Point', line: 'LineString', area: 'Polygon'};
  const coordinates = {point: points[0], line: points, area: [ring]}[shape];
  const n = send(ed, {op: 'draw', kind: kind, attributes: valuesOf(ed, kind), typed: typed,
    snap: ed.snapping,
    geometry: placedGeometry(ed, {type: types[shape], coordinates: coordinates})});
  showGhost(ed, shape, points, n);
  startDraft(ed, kind);
}

// What was sent stays visible, dashed, until the page has kept it.
function showGhost(ed, shape, points, n) {
  const options = {renderer: ed.draftSvg, pane: 'draft', interactive: false,
    color: '#B5005B', weight: 3, dashArray: '4 4', fill: shape !== 'line', fillOpacity: 0.1};
  const row = points.map(ll);
  const layer = shape === 'point' ? ed.L.circleMarker(row[0], {...options, radius: 7})
    : ed.L[shape === 'line' ? 'polyline' : 'polygon'](row, options);
  layer.sent = n;
  ed.ghosts.addLayer(layer);
}
