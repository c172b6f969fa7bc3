// The corners of the one chosen element: drag, move by keys, add, take out.

const MOST_CORNERS = 300;
const LEAST_CORNERS = [1, 2, 3];

// The element whose corners can be changed, if there is just one.
function shaped(ed) {
  const [f, more] = chosenOf(ed);
  if (!f || more || ed.tool !== 'select' || f.dim === 0) return null;
  return f.parts.reduce((n, part) => n + part.points.length, 0) <= MOST_CORNERS ? f : null;
}

function showCorners(ed) {
  ed.handles ||= ed.L.layerGroup([]).addTo(ed.map);
  ed.handles.clearLayers();
  const f = shaped(ed);
  if (!f) return;
  const base = {renderer: ed.draftSvg, pane: 'draft', interactive: false, color: '#B5005B',
    weight: 2, fill: true, fillColor: '#FFFFFF', fillOpacity: 1};
  f.parts.forEach((part, n) => part.points.forEach((p, i) => {
    const on = ed.corner && ed.corner.part === n && ed.corner.n === i;
    ed.handles.addLayer(ed.L.circleMarker(ll(p), {
      ...base, radius: on ? 8 : 5, fillColor: on ? '#B5005B' : '#FFFFFF'}));
  }));
}

// The corner under the pointer, or the middle of an edge as a corner to be.
function cornerAt(ed, p) {
  const f = shaped(ed), reach = metresOf(ed, 9);
  if (!f) return null;
  let best = null;
  f.parts.forEach((part, k) => part.points.forEach((q, n) => {
    const away = gap(p, q);
    if (away <= reach && (!best || away < best.away)) best = {part: k, n: n, away: away};
  }));
  if (best) return best;
  f.parts.forEach((part, k) => {
    const row = part.points;
    for (let i = part.closed ? 0 : 1; i < row.length; i++) {
      const half = middleOf(row[(i || row.length) - 1], row[i]);
      if (gap(p, half) <= metresOf(ed, 7)) best = {part: k, n: i, add: true};
    }
  });
  return best;
}

// The parts of an element with one corner moved, added or, without a place, taken out.
function partsWith(f, corner, p) {
  return f.parts.map((part, k) => {
    if (k !== corner.part) return part;
    const points = [...part.points];
    points.splice(corner.n, corner.add ? 0 : 1, ...(p ? [p] : []));
    return {...part, points: points};
  });
}

function showReshape(ed, parts) {
  const f = shaped(ed);
  ed.draft.clearLayers();
  layersOf(ed, f, parts, {renderer: ed.draftSvg, pane: 'draft', interactive: false,
    color: '#B5005B', weight: 3, dashArray: '5 4', fill: false}).forEach((layer) =>
    ed.draft.addLayer(layer));
}

function hoverCorner(ed, corner, p) {
  const found = snapAt(ed, p, {without: shaped(ed).i});
  showSnap(ed, found);
  showReshape(ed, partsWith(shaped(ed), corner, found.at));
  return found.at;
}

function sendReshape(ed, parts) {
  const f = shaped(ed), words = ed.data.words;
  ed.draft.clearLayers();
  showSnap(ed, null);
  if (f.dim === 2 && parts.some((part) => crosses(part.points))) {
    complain(ed, words.crossing);
    return;
  }
  send(ed, {op: 'reshape', id: f.i, snap: ed.snapping,
    geometry: placedGeometry(ed, geometryOf(f, parts))});
}

// Keys: from corner to corner, a little aside, out.
function nextCorner(ed, by) {
  const f = shaped(ed);
  if (!f) {
    tell(ed, 'no_corners');
    return;
  }
  const all = f.parts.flatMap((part, k) => part.points.map((p, n) => ({part: k, n: n, at: p})));
  const now = all.findIndex((c) => ed.corner && c.part === ed.corner.part && c.n === ed.corner.n);
  const next = now < 0 ? (by > 0 ? 0 : all.length - 1) : (now + by + all.length) % all.length;
  ed.corner = all[next];
  moveCursor(ed, ed.corner.at, true);
  showCorners(ed);
  tell(ed, 'said_corner', {n: next + 1, of: all.length, ...placeOf(ed, ed.corner.at)});
}

function nudgeCorner(ed, dx, dy) {
  const corner = ed.corner, at = [corner.at[0] + dx, corner.at[1] + dy];
  corner.at = at;
  corner.moved = true;
  moveCursor(ed, at, true);
  showReshape(ed, partsWith(shaped(ed), corner, at));
  tell(ed, 'said_cursor', placeOf(ed, at));
}

function keepCorner(ed) {
  const corner = ed.corner;
  if (corner.moved) sendReshape(ed, partsWith(shaped(ed), corner, corner.at));
  ed.corner = null;
  showCorners(ed);
}

function removeCorner(ed) {
  const f = shaped(ed), row = f.parts[ed.corner.part].points;
  if (row.length <= LEAST_CORNERS[f.dim]) {
    complain(ed, f.dim === 1 ? ed.data.words.few_line : ed.data.words.few_area);
    return;
  }
  sendReshape(ed, partsWith(f, ed.corner, null));
  ed.corner = null;
  showCorners(ed);
}
