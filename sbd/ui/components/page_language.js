// Say in the language of the screen what Streamlit says in English, whatever it shows.

// Where its own words stand: nothing that a plan, a checklist or a person says.
const PLACES = [
  '[data-testid=stSkipToContent]', '[data-testid=stTopNav]',
  '[data-testid=stFileUploaderDropzoneInput]',
  '[data-testid=stFileUploaderDropzone] button p', '[data-testid=stFileUploader] button',
  '[data-testid=stSelectbox] button', '[data-testid=stSelectbox] input',
  '[data-testid=stMultiSelect] button', '[data-testid=stMultiSelect] input',
  '[data-testid=stMultiSelect] [role=group]',
  '[data-testid=stDateInputCalendarButton]', '[data-testid=stTooltipHoverTarget] button',
  '[data-testid=InputInstructions] *', '[role=listbox] div',
].join();
const SAID = new WeakMap();
let words = {};

function translated(english) {
  if (english in words) return words[english];
  for (const [begin, ours] of Object.entries(words))
    if (begin.endsWith(' ') && english.startsWith(begin))
      return ours.replace('{name}', english.slice(begin.length));
  return null;
}

// What was translated before is known by what it was: languages change on the way.
function say(owner, key, now, write) {
  if (!now) return;
  const before = SAID.get(owner) ?? {};
  const english = before[key]?.ours === now ? before[key].english : now;
  const ours = translated(english.trim());
  if (ours === null) return;
  SAID.set(owner, {...before, [key]: {english, ours}});
  if (ours !== now) write(ours);
}

function sayAll() {
  for (const el of document.querySelectorAll(PLACES)) {
    for (const name of ['aria-label', 'placeholder'])
      say(el, name, el.getAttribute(name), ours => el.setAttribute(name, ours));
    const only = el.childNodes.length === 1 ? el.firstChild : null;
    if (only?.nodeType === Node.TEXT_NODE)
      say(el, 'text', only.nodeValue, ours => { only.nodeValue = ours; });
  }
}

export default function ({data}) {
  document.documentElement.lang = data.lang;
  words = data.words;
  sayAll();
  if (window.sbdWords) window.sbdWords.disconnect();
  let waiting = false;
  window.sbdWords = new MutationObserver(() => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; sayAll(); });
  });
  window.sbdWords.observe(document.body, {
    subtree: true, childList: true, characterData: true,
    attributeFilter: ['aria-label', 'placeholder'],
  });
}
