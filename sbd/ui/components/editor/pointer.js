// The mouse and the finger on the map.

const pointOf = (event) => [event.latlng.lng, event.latlng.lat];

function onClick(ed, event) {
  if (ed.dragged) {
    ed.dragged = false;
    return;
  }
  const p = pointOf(event), more = event.originalEvent.shiftKey;
  ed.frame?.remove();
  ed.cursor = p;
  showCursor(ed, false);
  if (isDrawing(ed)) {
    const found = aimed(ed, p);
    placePoint(ed, found.at, {snapped: snapWords(ed, found)});
  } else if (ed.tool === 'fire') fireAt(ed, p);
  else if (ed.tool === 'move' && ed.selected.size && !more) pickMove(ed, snapAt(ed, p));
  else selectAt(ed, p, more);
}

function onDouble(ed) {
  if (isDrawing(ed) && ed.drawing.shape !== 'point' && ed.drawing.points.length > 1) {
    finishDraft(ed);
  }
}

function onMove(ed, event) {
  if (ed.drag) return;
  const p = pointOf(event);
  if (isDrawing(ed)) hoverDraft(ed, p);
  else if (ed.tool === 'move' && ed.selected.size) hoverMove(ed, p);
}

// Press on a corner, or on something chosen in Move: drag that, not the map.
function onDown(ed, event) {
  if (event.originalEvent.button) return;
  const p = pointOf(event);
  const corner = ed.tool === 'select' ? cornerAt(ed, p) : null;
  const held = ed.tool === 'move' && !ed.from && featuresAt(ed, p, metresOf(ed, 7))
    .some((f) => ed.selected.has(f.i));
  if (!corner && !held) return;
  ed.map.dragging.disable();
  ed.drag = {corner: corner, from: p, far: false, at: p};
  const follow = (e) => drag(ed, e);
  document.addEventListener('mousemove', follow);
  document.addEventListener('mouseup', () => {
    document.removeEventListener('mousemove', follow);
    drop(ed);
  }, {once: true});
}

function drag(ed, event) {
  const at = ed.map.mouseEventToLatLng(event), p = [at.lng, at.lat], d = ed.drag;
  if (!d.far && gap(p, d.from) < metresOf(ed, 3)) return;
  d.far = true;
  if (d.corner) {
    d.at = hoverCorner(ed, d.corner, p);
    return;
  }
  const by = [p[0] - d.from[0], p[1] - d.from[1]];
  d.at = p;
  showSelection(ed, (q) => [q[0] + by[0], q[1] + by[1]]);
  readout(ed, metres(ed, Math.hypot(by[0], by[1])));
}

function drop(ed) {
  const d = ed.drag;
  ed.drag = null;
  ed.map.dragging.enable();
  ed.dragged = d.far;  // the click that follows is the end of the drag
  setTimeout(() => { ed.dragged = false; }, 0);
  if (!d.far) return;
  if (d.corner) sendReshape(ed, partsWith(shaped(ed), d.corner, d.at));
  else moveSelection(ed, d.at[0] - d.from[0], d.at[1] - d.from[1]);
}

function watchPointer(ed) {
  const map = ed.map;
  map.on('click', (event) => onClick(ed, event));
  map.on('dblclick', () => onDouble(ed));
  map.on('mousemove', (event) => onMove(ed, event));
  map.on('mousedown', (event) => onDown(ed, event));
  map.on('mouseout', () => showSnap(ed, null));
}
