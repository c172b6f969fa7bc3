// Values as people write them, and small helpers.

const fill = (words, values) =>
  words.replace(/\{(\w+)\}/g, (all, name) => (name in values ? String(values[name]) : all));

function make(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name === 'class') node.className = value;
    else if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

const button = (words, press) => make('button', {type: 'button', onclick: press}, words);
const titleOf = (column) => (column.unit ? `${column.label} [${column.unit}]` : column.label);

// A number with a comma or a point; null if it is none. Among counted things a mark
// before three digits parts thousands, and a unit behind the number is passed over.
function numberOf(text, column) {
  let plain = text.replace(/[\s\u00a0\u202f]/g, '');
  const unit = column.unit && plain.toLowerCase().endsWith(column.unit.toLowerCase());
  if (unit) plain = plain.slice(0, -column.unit.length);
  if (column.whole && /^\d{1,3}([.,]\d{3})+$/.test(plain)) plain = plain.replace(/[.,]/g, '');
  else if (plain.includes('.') && plain.includes(',')) {
    const parts = plain.lastIndexOf(',') > plain.lastIndexOf('.') ? '.' : ',';
    plain = plain.split(parts).join('');
  }
  plain = plain.replace(',', '.');
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain)) return null;
  const number = Number(plain);
  return number >= column.range[0] && number <= column.range[1] ? number : null;
}

// What a text means in a column: {value}, with null for unknown, or {wrong: true}.
function valueOf(text, column) {
  const plain = String(text).trim();
  if (plain === '') return {value: null};
  if (column.number) {
    const number = numberOf(plain, column);
    return number === null ? {wrong: true} : {value: number};
  }
  if (!column.options.length) return {value: plain.slice(0, 4000)};
  const found = column.options.find((option) => option[2].includes(plain.toLowerCase()));
  return found ? {value: found[0]} : {wrong: true};
}

// How a value stands in its cell.
function written(t, value, column) {
  if (value === null || value === undefined) return '';
  if (!column.number) return String(value);
  return Number(value).toLocaleString(t.data.lang,
    {maximumFractionDigits: 6, useGrouping: false});
}
