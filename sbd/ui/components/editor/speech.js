// What the editor says, what it sends, and what it is still waiting for.

const fill = (words, values) =>
  words.replace(/\{(\w+)\}/g, (all, name) => (name in values ? String(values[name]) : all));

function shown(ed, number, digits) {
  return number.toLocaleString(ed.data.lang, {
    minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: false});
}

const metres = (ed, length) => `${shown(ed, length, 2)} m`;
const placeOf = (ed, p) => ({
  x: shown(ed, p[0] + ed.data.origin[0], 1), y: shown(ed, p[1] + ed.data.origin[1], 1)});

// Say something in the live region; the same words twice are two messages.
function say(ed, words) {
  const tag = ed.ui.said;
  tag.textContent = tag.textContent === words ? `${words}\u00a0` : words;
  ed.ui.wrong.textContent = '';
}

const tell = (ed, key, values) => say(ed, fill(ed.data.words[key], values || {}));

// Say what is wrong; it stays until something else is said.
function complain(ed, words) {
  ed.ui.said.textContent = '';
  ed.ui.wrong.textContent = '';
  ed.ui.wrong.textContent = words;
}

const readout = (ed, words) => { ed.ui.readout.textContent = words; };

// Send an event, unless others are on their way: a page that is asked anew begins anew,
// and would never come to an end while somebody draws faster than it runs.
function send(ed, event) {
  ed.sent += 1;
  ed.pending.push({...event, n: ed.sent});
  ed.ui.saved.textContent = ed.data.words.sending;
  if (!(ed.posted > ed.data.taken)) post(ed);
  return ed.sent;
}

// A page that was cut off does not ask again by itself: what waits is sent once more.
const PATIENCE_MS = 10000;

function post(ed) {
  clearTimeout(ed.waiting);
  ed.posted = ed.sent;
  ed.setStateValue('event', {token: ed.data.token, events: ed.pending});
  ed.waiting = setTimeout(() => {
    if (ed.pending.length && ed.root.isConnected) post(ed);
  }, PATIENCE_MS);
}

// Settle what the page has taken.
function settle(ed, before) {
  if (before.token !== ed.data.token) resume(ed, before);
  ed.pending = ed.pending.filter((event) => event.n > ed.data.taken);
  if (!ed.pending.length) clearTimeout(ed.waiting);
  else if (ed.posted <= ed.data.taken) post(ed);
  const open = new Set(ed.pending.map((event) => event.n));
  ed.ghosts.eachLayer((layer) => { if (!open.has(layer.sent)) ed.ghosts.removeLayer(layer); });
}

// A new session, after a restart: if the plan is as it was, nothing of what waits was
// done, and it is sent again; else nobody can tell, and the person is to look.
function resume(ed, before) {
  const step = (data) => data.saved && data.saved[0];
  const same = step(before) === step(ed.data) && before.features === ed.data.features;
  const waiting = ed.pending;
  ed.pending = [];
  ed.sent = ed.posted = ed.data.taken;
  ed.ghosts.clearLayers();
  if (!waiting.length) return;
  if (same) waiting.forEach((event) => send(ed, event));
  else complain(ed, ed.data.words.lost);
}

// Say what is on the disk, and what could not be done.
function report(ed, before) {
  const {saved, problem} = ed.data;
  const words = saved ? saved[1] : ed.data.words.saved_not_yet;
  ed.ui.saved.textContent = ed.pending.length ? ed.data.words.sending : words;
  const news = (key) => before && JSON.stringify(before[key]) !== JSON.stringify(ed.data[key]);
  const resumed = before && before.token !== ed.data.token;  // has its own words
  if (saved && news('saved') && !resumed) say(ed, saved[1]);
  if (problem && (!before || news('problem'))) complain(ed, problem[1]);
}

// Positions leave in the plan's CRS.
const placed = (ed, p) => [p[0] + ed.data.origin[0], p[1] + ed.data.origin[1]];

function placedGeometry(ed, geometry) {
  const turn = (c) => (typeof c[0] === 'number' ? placed(ed, c) : c.map(turn));
  return {type: geometry.type, coordinates: turn(geometry.coordinates)};
}
