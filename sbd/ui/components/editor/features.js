// The elements of the plan: read from lines of text, found again by place.

// The corners of a GeoJSON geometry as a flat list of parts; an area's parts are closed.
function partsOf(g) {
  const c = g.coordinates, open = (points) => ({points: points, closed: false});
  const shut = (ring) => ({points: ring.slice(0, -1), closed: true});
  switch (g.type) {
    case 'Point': return [open([c])];
    case 'MultiPoint': return c.map((p) => open([p]));
    case 'LineString': return [open(c)];
    case 'MultiLineString': return c.map(open);
    case 'Polygon': return c.map(shut);
    case 'MultiPolygon': return c.flat().map(shut);
    default: return (g.geometries || []).flatMap(partsOf);
  }
}

// The GeoJSON of a feature with other corners in the same parts.
function geometryOf(feature, parts) {
  const g = feature.g, rows = parts.map((part) =>
    part.closed ? [...part.points, part.points[0]] : part.points);
  let c;
  if (g.type === 'Point') c = rows[0][0];
  else if (g.type === 'MultiPoint') c = rows.map((row) => row[0]);
  else if (g.type === 'LineString') c = rows[0];
  else if (g.type === 'MultiPolygon') {
    let n = 0;
    c = g.coordinates.map((polygon) => polygon.map(() => rows[n++]));
  } else c = rows;
  return {type: g.type, coordinates: c};
}

const DIMENSION = {Point: 0, MultiPoint: 0, LineString: 1, MultiLineString: 1};

function readFeature(line) {
  const f = JSON.parse(line);
  f.line = line;
  f.dim = DIMENSION[f.g.type] ?? 2;
  f.parts = partsOf(f.g);
  f.box = boxOf(f.parts.flatMap((part) => part.points));
  f.centre = centreOf(f.box);
  return f;
}

// Take over new lines; only lines that were not there before are read.
function takeLines(ed, text) {
  const lines = text ? text.split('\n') : [], fresh = new Map(), added = [];
  const known = new Map([...ed.features.values()].map((f) => [f.line, f]));
  for (const line of lines) {
    const f = known.get(line) || readFeature(line);
    if (!known.delete(line)) added.push(f);
    fresh.set(f.i, f);
  }
  ed.features = fresh;
  return {added: added, removed: [...known.values()]};
}

const nameOf = (ed, f) => `${ed.data.kinds[f.k].name} ${f.i}`;
const styleOf = (ed, f) => ed.data.kinds[f.k].style;
const radiusOf = (ed, f) => f.r || styleOf(ed, f).radius;

// How far a point is from the edges of a feature. [m]
function edgeGap(f, p) {
  let best = Infinity;
  for (const part of f.parts) {
    const row = part.points, n = row.length;
    if (n === 1) best = Math.min(best, gap(p, row[0]));
    for (let i = part.closed ? 0 : 1; i < n; i++) {
      best = Math.min(best, gap(p, footOn(p, row[(i || n) - 1], row[i])));
    }
  }
  return best;
}

// The size by which what lies under a point is sorted, or null if it does not.
function sizeAt(ed, f, p, tolerance) {
  if (!boxNear(f.box, p, tolerance + (f.dim ? 0 : radiusOf(ed, f)))) return null;
  if (f.dim === 0) {
    const radius = radiusOf(ed, f), away = edgeGap(f, p);
    if (away <= Math.max(Math.min(radius, 1), tolerance)) return 0.1;
    return away <= radius ? radius ** 2 : null;  // a crown, beside its trunk
  }
  const onEdge = edgeGap(f, p) <= tolerance;
  if (f.dim === 1) return onEdge ? 0.2 : null;
  if (f.k === 'site') return onEdge ? 1 : null;
  return onEdge || inside(p, f.parts)
    ? (f.box[2] - f.box[0]) * (f.box[3] - f.box[1]) : null;
}

// What lies at a point, the smallest first. Distances in metres.
function featuresAt(ed, p, tolerance, only) {
  const found = [];
  for (const f of ed.features.values()) {
    if (only && f.k !== only) continue;
    const size = sizeAt(ed, f, p, tolerance);
    if (size !== null) found.push([size, f]);
  }
  return found.sort((a, b) => a[0] - b[0]).map((pair) => pair[1]);
}
