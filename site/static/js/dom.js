// Elements, made of text and other elements. Text stays text: nothing here reads markup.

// el makes an element; properties are set as they are named, `data` and `aria` by their own attributes. Content that is
// null, undefined, false or '' is left out.
export function el(tag, { data, aria, ...properties } = {}, ...content) {
  const element = Object.assign(document.createElement(tag), properties);
  for (const [name, value] of Object.entries(data ?? {})) element.dataset[name] = value;
  for (const [name, value] of Object.entries(aria ?? {})) element.setAttribute(`aria-${name}`, value);
  element.append(...content.filter((part) => part || part === 0));
  return element;
}

// write changes an element's text, and spares the browser a layout where nothing changed.
export function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
