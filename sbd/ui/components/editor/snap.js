// Snapping: to corners, middles, square feet and edges of what is there.

const SNAP_PX = 12;
const RANK = {vertex: 0, own: 0, middle: 1, foot: 2, edge: 3};

// The best of what was found so far: corners first, then middles, feet, edges.
function better(best, how, at, away, id) {
  const rank = RANK[how];
  return !best || rank < best.rank || (rank === best.rank && away < best.away)
    ? {how: how, at: at, away: away, id: id, rank: rank} : best;
}

function snapToPart(part, p, reach, from, id, best) {
  const row = part.points, n = row.length;
  for (const corner of row) {
    const away = gap(corner, p);
    if (away <= reach) best = better(best, 'vertex', corner, away, id);
  }
  for (let i = part.closed ? 0 : 1; i < n && n > 1; i++) {
    const a = row[(i || n) - 1], b = row[i], edge = footOn(p, a, b), away = gap(edge, p);
    if (away > reach) continue;
    best = better(best, 'edge', edge, away, id);
    const half = middleOf(a, b), toHalf = gap(half, p);
    if (toHalf <= reach) best = better(best, 'middle', half, toHalf, id);
    const foot = from && footOn(from, a, b), toFoot = foot ? gap(foot, p) : Infinity;
    if (toFoot <= reach && gap(foot, from) > 0.001) best = better(best, 'foot', foot, toFoot, id);
  }
  return best;
}

// Where a point comes to lie, and on what. ``from`` is the corner before it.
function snapAt(ed, p, options) {
  const asked = options || {}, reach = asked.reach || metresOf(ed, SNAP_PX);
  if (!ed.snapping) return {at: p, how: null};
  let best = null;
  for (const own of asked.own || []) {
    const away = gap(own, p);
    if (away <= reach) best = better(best, 'own', own, away, null);
  }
  for (const f of ed.features.values()) {
    if (f.i === asked.without || !boxNear(f.box, p, reach)) continue;
    for (const part of f.parts) best = snapToPart(part, p, reach, asked.from, f.i, best);
  }
  return best || {at: p, how: null};
}

// Words such as "corner of building b-3", or none.
function snapWords(ed, found) {
  if (!found.how) return '';
  const f = ed.features.get(found.id);
  const how = found.how === 'vertex' && f.dim === 0 ? 'point' : found.how;
  return fill(ed.data.words[`snap_${how}`], {what: f ? nameOf(ed, f) : ''});
}

// Mark what a point would snap to: a square for corners, else a circle, with words.
function showSnap(ed, found) {
  ed.snapMark?.remove();
  ed.snapMark = null;
  if (!found || !found.how) return;
  const tag = document.createElement('span');
  tag.className = `ed-snap ${found.how}`;
  const words = document.createElement('em');
  words.textContent = snapWords(ed, found);
  tag.append(document.createElement('i'), words);
  ed.snapMark = ed.L.marker(ll(found.at), {
    icon: ed.L.divIcon({html: tag, className: 'ed-mark', iconSize: [0, 0]}),
    interactive: false, keyboard: false, pane: 'draft',
  }).addTo(ed.map);
}
