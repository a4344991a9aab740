// The fields of a unit, in words: each with its value, its sentence, the section that says so, and its own address, unless it
// stands in a text.
import { el } from '../dom.js';
import { isPassed } from './passed.js';
import { link } from './spec.js';
import { cut } from './value.js';

export function fieldList(unit, source) {
  const list = el('ol', { className: 'fields', aria: { label: 'Fields' } });
  unit.fields.forEach((field, i) => {
    const item = el('li', { id: source.prefix ? `${source.prefix}-field-${i + 1}` : `field-${i + 1}`, data: { f: i } });
    if (isPassed(field)) item.classList.add('ignored');
    const name = el('button', { type: 'button', className: `f${i % 5}`, data: { f: i } }, field.name);
    item.append(name, ' ', el('span', { className: 'v' }, cut(field.value ?? '')));
    if (!source.prefix) item.append(' ', reference(source.address(unit.seq, i), i, field));
    if (field.note || field.spec) item.append(sentence(el('p', { className: 'note' }), field));
    list.append(item);
  });
  return list;
}

function reference(href, i, { name }) {
  const label = `Address of field ${i + 1}, ${name}`;
  return el('a', { className: 'ref', href, target: '_blank', aria: { label } }, '#');
}

// explanation is a field's sentence by itself.
export function explanation(field) {
  const value = field.value ? ` = ${cut(field.value, 120)}` : '';
  return sentence(el('p', {}, el('b', {}, `${field.name}${value}.`), ' '), field);
}

// spoken is the same for who only hears it.
export function spoken(field) {
  return `${field.name}: ${cut(field.value ?? '', 80)}. ${field.note ?? ''} ${field.spec ?? ''}`.trim();
}

function sentence(p, { note, spec }) {
  if (note) p.append(note, ' ');
  if (spec) p.append(link(spec));
  return p;
}
