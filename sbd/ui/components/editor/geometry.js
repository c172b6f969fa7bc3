// Plane geometry in metres: points are [x, y].

const gap = (p, q) => Math.hypot(p[0] - q[0], p[1] - q[1]);
const middleOf = (p, q) => [(p[0] + q[0]) / 2, (p[1] + q[1]) / 2];

// The point of the segment a-b nearest to p.
function footOn(p, a, b) {
  const x = b[0] - a[0], y = b[1] - a[1], size = x * x + y * y;
  if (!size) return a;
  const share = ((p[0] - a[0]) * x + (p[1] - a[1]) * y) / size;
  if (share <= 0) return a;
  return share >= 1 ? b : [a[0] + x * share, a[1] + y * share];
}

function lengthOf(points) {
  let sum = 0;
  for (let n = 1; n < points.length; n++) sum += gap(points[n - 1], points[n]);
  return sum;
}

function areaOf(ring) {
  let sum = 0;
  ring.forEach((p, n) => {
    const q = ring[(n + 1) % ring.length];
    sum += p[0] * q[1] - q[0] * p[1];
  });
  return Math.abs(sum) / 2;
}

// Degrees clockwise from the plan's north.
function bearing(a, b) {
  return (Math.atan2(b[0] - a[0], b[1] - a[1]) * 180 / Math.PI + 360) % 360;
}

function ahead(p, length, degrees) {
  // Whole quarter turns are exact: sin(180°) is not quite 0 in floating point.
  const quarter = [[0, 1], [1, 0], [0, -1], [-1, 0]][(((degrees % 360) + 360) % 360) / 90];
  const angle = degrees * Math.PI / 180;
  const [x, y] = quarter || [Math.sin(angle), Math.cos(angle)];
  return [p[0] + length * x, p[1] + length * y];
}

function turned(p, degrees, about) {
  const angle = -degrees * Math.PI / 180, c = Math.cos(angle), s = Math.sin(angle);
  const x = p[0] - about[0], y = p[1] - about[1];
  return [about[0] + x * c - y * s, about[1] + x * s + y * c];
}

const side = (a, b, p) => Math.sign((b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]));

function within(p, a, b) {
  return Math.min(a[0], b[0]) <= p[0] && p[0] <= Math.max(a[0], b[0]) &&
    Math.min(a[1], b[1]) <= p[1] && p[1] <= Math.max(a[1], b[1]);
}

function meet(a, b, c, d) {
  const one = side(a, b, c), two = side(a, b, d), three = side(c, d, a), four = side(c, d, b);
  if (one !== two && three !== four) return true;
  return (!one && within(c, a, b)) || (!two && within(d, a, b)) ||
    (!three && within(a, c, d)) || (!four && within(b, c, d));
}

// Whether a closed ring meets itself anywhere but at the corners of its own edges.
function crosses(ring) {
  const n = ring.length;
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      if (j === i + 1 || (i === 0 && j === n - 1)) continue;
      if (meet(ring[i], ring[(i + 1) % n], ring[j], ring[(j + 1) % n])) return true;
    }
  }
  return areaOf(ring) < 1e-6;
}

// Even and odd: inside an area with holes, however many rings it has.
function inside(p, parts) {
  let odd = false;
  for (const part of parts) {
    const ring = part.points;
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const a = ring[i], b = ring[j];
      if ((a[1] > p[1]) !== (b[1] > p[1]) &&
          p[0] < (b[0] - a[0]) * (p[1] - a[1]) / (b[1] - a[1]) + a[0]) odd = !odd;
    }
  }
  return odd;
}

function boxOf(points) {
  const box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) {
    if (x < box[0]) box[0] = x;
    if (y < box[1]) box[1] = y;
    if (x > box[2]) box[2] = x;
    if (y > box[3]) box[3] = y;
  }
  return box;
}

const boxesOf = (boxes) => boxOf(boxes.flatMap((b) => [[b[0], b[1]], [b[2], b[3]]]));
const centreOf = (box) => [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2];
const boxNear = (box, p, by) =>
  p[0] >= box[0] - by && p[0] <= box[2] + by && p[1] >= box[1] - by && p[1] <= box[3] + by;
