// Light, dark, or as the system has it. Loaded ahead of the rest, so that a stored choice is there before the first
// paint.
const KEY = 'wireside.theme';
const THEMES = ['system', 'light', 'dark'];

function stored() {
  try {
    const theme = localStorage.getItem(KEY);
    return THEMES.includes(theme) ? theme : 'system';
  } catch {
    return 'system'; // storage may be forbidden
  }
}

function apply(theme) {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  const button = document.getElementById('theme');
  if (button) {
    button.textContent = `◐ ${theme}`;
    button.setAttribute('aria-label', `Theme: ${theme}`);
  }
  document.dispatchEvent(new Event('themechange'));
}

let theme = stored();
apply(theme);

function ready() {
  apply(theme);
  document.getElementById('theme').addEventListener('click', () => {
    theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
    apply(theme);
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      // the choice lasts as long as the page
    }
  });
}

if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', ready);
else ready();
