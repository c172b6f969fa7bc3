// Everything from the keyboard: a crosshair on the map, and keys for every action.

const ARROWS = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1]};
// The crosshair snaps to what is this near. [m]
const KEY_REACH_M = 0.5;

const keyReach = (ed) => Math.min(metresOf(ed, SNAP_PX), KEY_REACH_M);

function showCursor(ed, visible) {
  if (!visible) {
    ed.cross?.remove();
    ed.cross = null;
    return;
  }
  if (ed.cross) {
    ed.cross.setLatLng(ll(ed.cursor));
    return;
  }
  ed.cross = ed.L.marker(ll(ed.cursor), {
    icon: ed.L.divIcon({html: '', className: 'ed-cross', iconSize: [31, 31]}),
    interactive: false, keyboard: false, pane: 'draft',
  }).addTo(ed.map);
}

function moveCursor(ed, p, quiet) {
  ed.cursor = p;
  follow(ed, p);
  if (document.activeElement && ed.ui.canvas.matches(':focus')) showCursor(ed, true);
  else if (ed.cross) showCursor(ed, true);
  if (quiet) return;
  if (isDrawing(ed)) hoverDraft(ed, p, keyReach(ed));
  else if (ed.tool === 'move' && ed.selected.size) hoverMove(ed, p);
  const [under] = featuresAt(ed, p, 0.05);
  tell(ed, 'said_cursor', placeOf(ed, p));
  if (under) ed.ui.said.textContent += ` ${nameOf(ed, under)}`;
}

function arrow(ed, event, [x, y]) {
  const fine = event.altKey || event.ctrlKey;
  if (ed.corner) {
    const by = event.shiftKey ? 1 : 0.1;
    nudgeCorner(ed, x * by, y * by);
  } else if (ed.tool === 'move' && ed.selected.size && !ed.from && !fine) {
    const by = event.shiftKey ? 1 : 0.1;
    nudge(ed, x * by, y * by);
  } else {
    const by = fine ? 0.1 : event.shiftKey ? 10 : 1;
    moveCursor(ed, [ed.cursor[0] + x * by, ed.cursor[1] + y * by]);
  }
}

// Enter or space: place, choose, pick or keep, as the tool asks.
function enter(ed, event) {
  if (ed.corner) keepCorner(ed);
  else if (ed.nudge) commitNudge(ed);
  else if (isDrawing(ed)) {
    const found = aimed(ed, ed.cursor, keyReach(ed));
    const same = lastPoint(ed) && gap(lastPoint(ed), found.at) < 1e-6;
    if (same && event.key === 'Enter') finishDraft(ed);
    else placePoint(ed, found.at, {snapped: snapWords(ed, found)});
  } else if (ed.tool === 'fire') {
    const [chosen] = chosenOf(ed);
    const touring = ed.tour && gap(ed.tour.at, ed.cursor) < 0.001;
    if (touring && chosen && chosen.k === 'building') toggleFire(ed, chosen);
    else fireAt(ed, ed.cursor);
  } else if (ed.tool === 'move' && ed.selected.size) {
    pickMove(ed, snapAt(ed, ed.cursor, {reach: keyReach(ed)}));
  } else selectAt(ed, ed.cursor, event.shiftKey);
}

// Escape: first what is begun, then the tool, then the choice.
function escape(ed) {
  if (ed.corner) {
    ed.corner = null;
    ed.draft.clearLayers();
    showCorners(ed);
  } else if (ed.nudge) dropNudge(ed);
  else if (ed.from) {
    ed.from = null;
    ed.draft.clearLayers();
    showSelection(ed);
    tell(ed, 'said_cancelled');
  } else if (isDrawing(ed) && cancelDraft(ed)) return;
  else if (ed.tool !== 'select') setTool(ed, 'select');
  else if (ed.selected.size) setSelection(ed, []);
}

const KEYS = {
  n: (ed, event) => step(ed, 1, event.shiftKey),
  p: (ed, event) => step(ed, -1, event.shiftKey),
  f: (ed) => { if (isDrawing(ed)) finishDraft(ed); },
  r: (ed, event) => turnSelection(ed, event.shiftKey ? -STEP_DEGREES : STEP_DEGREES),
  v: (ed, event) => { if (ed.tool === 'select') nextCorner(ed, event.shiftKey ? -1 : 1); },
  '+': (ed) => ed.map.setZoomAround(ll(ed.cursor), ed.map.getZoom() + 0.5),
  '-': (ed) => ed.map.setZoomAround(ll(ed.cursor), ed.map.getZoom() - 0.5),
  enter: (ed, event) => (event.shiftKey && isDrawing(ed) ? finishDraft(ed) : enter(ed, event)),
  ' ': (ed, event) => enter(ed, event),
  escape: (ed) => escape(ed),
  backspace: (ed) => { if (isDrawing(ed)) removePoint(ed); },
  delete: (ed) => {
    if (ed.corner) removeCorner(ed);
    else if (isDrawing(ed)) removePoint(ed);
    else eraseSelection(ed);
  },
};

// A digit while drawing begins a typed length.
function beginLength(ed, event) {
  if (!isDrawing(ed) || !lastPoint(ed) || !/^[0-9]$/.test(event.key)) return false;
  const field = ed.ui.fields.querySelector('[name=length]');
  if (!field) return false;
  field.focus();
  field.value = event.key;
  return true;
}

function onMapKey(ed, event) {
  const command = event.ctrlKey || event.metaKey, key = event.key.toLowerCase();
  if (ARROWS[event.key]) arrow(ed, event, ARROWS[event.key]);
  else if (command || event.altKey) return;
  else if (KEYS[key]) KEYS[key](ed, event);
  else if (!beginLength(ed, event)) return;
  event.preventDefault();
}

// Undo and redo work from anywhere in the editor but in its fields.
function onAnyKey(ed, event) {
  const command = event.ctrlKey || event.metaKey, key = event.key.toLowerCase();
  const field = event.target.matches('input, select');
  if (command && !field && (key === 'z' || key === 'y')) {
    undo(ed, key === 'y' || event.shiftKey ? 'redo' : 'undo');
    event.preventDefault();
  }
  if (field && key === 'escape') ed.ui.canvas.focus();
  event.stopPropagation();  // the page has short cuts of its own
}
