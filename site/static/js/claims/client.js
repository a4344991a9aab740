// Who made the trials, in a few words: "Chromium 156, Linux". It stands in every Result.
const LONGEST = 60; // characters, of ASCII

// As user agents call themselves; what claims to be another one comes before it.
const BROWSERS = [
  [/\b(?:Edg|EdgA|EdgiOS)\/(\d+)/, 'Edge'],
  [/\bOPR\/(\d+)/, 'Opera'],
  [/\b(?:Firefox|FxiOS)\/(\d+)/, 'Firefox'],
  [/\bHeadlessChrome\/(\d+)/, 'Chromium'],
  [/\b(?:Chrome|CriOS)\/(\d+)/, 'Chrome'],
  [/\bVersion\/(\d+).*\bSafari\//, 'Safari'],
];
const PLATFORMS = [
  [/\b(?:iPhone|iPad|iPod)\b/, 'iOS'],
  [/\bAndroid\b/, 'Android'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bWindows\b/, 'Windows'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
];

// client names the browser and its platform. The words that it has for that are told to pages from a safe origin alone;
// elsewhere its user agent is read.
export function client({ userAgentData, userAgent = '' } = navigator) {
  const name = [brand(userAgentData?.brands) ?? browser(userAgent), userAgentData?.platform || platform(userAgent)];
  return {
    kind: 'page',
    name: name
      .filter(Boolean)
      .join(', ')
      .replace(/[^ -~]/g, '')
      .slice(0, LONGEST),
  };
}

// Of the brands one is Chromium, one is made up so that nobody relies on them, and one may be the browser's own.
function brand(brands = []) {
  const real = brands.filter(({ brand }) => !/not.*brand/i.test(brand));
  const own = real.find(({ brand }) => brand !== 'Chromium') ?? real[0];
  return own && `${own.brand} ${own.version}`;
}

function browser(userAgent) {
  for (const [pattern, name] of BROWSERS) {
    const found = pattern.exec(userAgent);
    if (found) return `${name} ${found[1]}`;
  }
  return 'A browser';
}

function platform(userAgent) {
  return PLATFORMS.find(([pattern]) => pattern.test(userAgent))?.[1];
}
