// Changing what is chosen: move, turn, delete, the required façade, undo and redo.

const IDLE_MS = 900;
const STEP_DEGREES = 15;

function setTool(ed, tool, kind) {
  commitNudge(ed);
  ed.touched = true;  // the row of fields may change the map's height: keep its scale
  ed.tool = tool;
  ed.kind = kind || null;
  ed.from = null;
  ed.corner = null;
  ed.drawing = null;
  ed.draft.clearLayers();
  showSnap(ed, null);
  readout(ed, '');
  if (kind) startDraft(ed, kind);
  markTools(ed);
  buildFields(ed);
  showCorners(ed);
  const name = kind ? ed.data.kinds[kind].tool : ed.data.words[tool];
  say(ed, `${fill(ed.data.words.said_tool, {name: name})} ${hintOf(ed)}`);
}

// The ids of what is chosen, or none and a word about it.
function chosenIds(ed) {
  if (!ed.selected.size) complain(ed, ed.data.words.nothing_selected);
  return [...ed.selected];
}

function eraseSelection(ed) {
  const ids = chosenIds(ed);
  if (ids.length) send(ed, {op: 'erase', ids: ids});
}

function undo(ed, op) {
  commitNudge(ed);
  const can = op === 'undo' ? ed.data.can_undo || ed.pending.length : ed.data.can_redo;
  if (can) send(ed, {op: op});
  else tell(ed, `nothing_to_${op}`);
}

function moveSelection(ed, dx, dy, ends) {
  const ids = chosenIds(ed);
  if (!ids.length || (!dx && !dy)) return;
  const event = {op: 'move', ids: ids, dx: dx, dy: dy};
  if (ends) Object.assign(event, {start: placed(ed, ends[0]), end: placed(ed, ends[1])});
  send(ed, event);
  showSelection(ed, (p) => [p[0] + dx, p[1] + dy]);
}

// Arrows move what is chosen a little; a pause or Enter makes one step of it.
function nudge(ed, dx, dy) {
  if (!chosenIds(ed).length) return;
  const n = ed.nudge || (ed.nudge = {dx: 0, dy: 0});
  n.dx = Math.round((n.dx + dx) * 1000) / 1000;
  n.dy = Math.round((n.dy + dy) * 1000) / 1000;
  showSelection(ed, (p) => [p[0] + n.dx, p[1] + n.dy]);
  tell(ed, 'said_moving', {x: metres(ed, n.dx), y: metres(ed, n.dy)});
  clearTimeout(ed.idle);
  ed.idle = setTimeout(() => commitNudge(ed), IDLE_MS);
}

function commitNudge(ed) {
  clearTimeout(ed.idle);
  const n = ed.nudge;
  ed.nudge = null;
  if (n) moveSelection(ed, n.dx, n.dy);
}

function dropNudge(ed) {
  clearTimeout(ed.idle);
  ed.nudge = null;
  showSelection(ed);
}

// Move from one picked place to another; both snap.
function pickMove(ed, found) {
  if (!ed.from) {
    ed.from = found;
    tell(ed, 'said_from', placeOf(ed, found.at));
    return;
  }
  const a = ed.from, by = [found.at[0] - a.at[0], found.at[1] - a.at[1]];
  ed.from = null;
  ed.draft.clearLayers();
  showSnap(ed, null);
  moveSelection(ed, by[0], by[1], a.how && found.how ? [a.at, found.at] : null);
}

function hoverMove(ed, p) {
  const found = snapAt(ed, p);
  showSnap(ed, found);
  ed.draft.clearLayers();
  if (!ed.from) return;
  const by = [found.at[0] - ed.from.at[0], found.at[1] - ed.from.at[1]];
  ed.draft.addLayer(ed.L.polyline([ll(ed.from.at), ll(found.at)], {renderer: ed.draftSvg,
    pane: 'draft', interactive: false, color: '#B5005B', weight: 2, dashArray: '5 5'}));
  showSelection(ed, (q) => [q[0] + by[0], q[1] + by[1]]);
  readout(ed, metres(ed, Math.hypot(by[0], by[1])));
}

function turnSelection(ed, degrees) {
  const ids = chosenIds(ed);
  if (!ids.length || !degrees) return;
  const about = centreOf(boxesOf(chosenOf(ed).map((f) => f.box)));
  send(ed, {op: 'turn', ids: ids, degrees: degrees});
  showSelection(ed, (p) => turned(p, degrees, about));
}

// The required façade of the building at a point: on, and off again.
function toggleFire(ed, building) {
  const on = !(building.a && building.a.fire_access === 'required');
  setSelection(ed, [building.i], {silent: true});
  send(ed, {op: 'fill', ids: [building.i],
    values: {fire_access: on ? 'required' : 'not_required'}});
  tell(ed, on ? 'fire_on' : 'fire_off', {what: nameOf(ed, building)});
}

function fireAt(ed, p) {
  const [building] = featuresAt(ed, p, metresOf(ed, 7), 'building');
  if (building) toggleFire(ed, building);
  else tell(ed, 'no_buildings');
}
