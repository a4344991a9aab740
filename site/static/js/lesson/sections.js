// Which section of a standard a link leads to. On paper it stands behind the link.
const RFC = /^\/rfc\/rfc(\d+)(?:\.html)?$/;

// sectionOf names what an address leads to: "RFC 6455 §5.2"; of another standard, the place in it. Empty for the rest.
function sectionOf({ hostname, pathname, hash }) {
  const [, rfc] = RFC.exec(pathname) ?? [];
  if (hostname === 'www.rfc-editor.org' && rfc) {
    const [, section] = /^#(?:section|appendix)-(.+)$/.exec(hash) ?? [];
    return `RFC ${rfc}${section ? ` §${section}` : ''}`;
  }
  if (!hostname.endsWith('.spec.whatwg.org')) return '';
  return `WHATWG ${hostname.split('.', 1)[0].toUpperCase()}${hash && `, ${hash.slice(1)}`}`;
}

// named has the links of a text say it.
export function named(text) {
  for (const link of text.querySelectorAll('a[href^="https:"]')) {
    const section = sectionOf(link);
    if (!section) continue;
    link.dataset.section = section;
    link.title ||= section;
  }
}
