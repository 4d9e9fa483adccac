// Shows some of the controls: those with an outcome that is pressed, and with every word that is searched for.
// A control is an article with its anchor in data-control; whatever else bears the same anchor (its row in the scorecard)
// is shown and left out with it, and so is a data-group of which nothing is left. Left out is a matter of the screen's
// styles alone: what is printed is whole.
document.addEventListener('DOMContentLoaded', () => {
  const toolbar = document.querySelector('.toolbar');
  if (toolbar === null) return;

  const LEFT_OUT = 'left-out';
  const search = toolbar.querySelector('input');
  const found = toolbar.querySelector('[role="status"]');
  const showAll = toolbar.querySelector('button.show-all');
  const outcomes = [...toolbar.querySelectorAll('button[data-outcome]')];
  const parts = [...document.querySelectorAll('[data-control]')];
  const controls = parts.filter((part) => part.matches('article'));
  const groups = [...document.querySelectorAll('[data-group]')].filter((group) =>
    group.querySelector('[data-control]'),
  );
  const language = document.documentElement.lang;
  const plural = new Intl.PluralRules(language);

  /** Without accents and capitals: nobody should have to know how a name is written. */
  const plain = (text) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

  const texts = new Map();
  function textOf(control) {
    if (!texts.has(control)) {
      const copy = control.cloneNode(true);
      for (const button of copy.querySelectorAll('button')) button.remove();
      texts.set(control, plain(`${control.dataset.control} ${copy.textContent}`));
    }
    return texts.get(control);
  }

  function apply() {
    const words = plain(search.value)
      .split(/\s+/)
      .filter((word) => word !== '');
    const pressed = outcomes.filter((button) => button.getAttribute('aria-pressed') === 'true');
    const wanted = pressed.map((button) => button.dataset.outcome);
    const shown = new Set();
    for (const control of controls) {
      const { outcome, control: anchor } = control.dataset;
      if (wanted.length > 0 && !wanted.includes(outcome)) continue;
      if (words.every((word) => textOf(control).includes(word))) shown.add(anchor);
    }
    for (const part of parts) part.classList.toggle(LEFT_OUT, !shown.has(part.dataset.control));
    for (const group of groups) {
      group.classList.toggle(LEFT_OUT, group.querySelector(`[data-control]:not(.${LEFT_OUT})`) === null);
    }
    const { one, other, none } = found.dataset;
    const form = shown.size === 0 ? none : plural.select(shown.size) === 'one' ? one : other;
    found.textContent = form.replace('{count}', shown.size.toLocaleString(language));
    showAll.hidden = words.length === 0 && wanted.length === 0;
  }

  function clear() {
    search.value = '';
    for (const button of outcomes) button.setAttribute('aria-pressed', 'false');
    apply();
  }

  /** Whoever follows a link to something that is left out wants to see it. */
  function reveal(fragment) {
    const target = document.getElementById(fragment.slice(1));
    if (target === null || target.closest(`.${LEFT_OUT}`) === null) return;
    clear();
    target.scrollIntoView();
  }

  /** Leads to the first that is left, and the keyboard with it: a slash leads back. */
  function showFirst() {
    const first = controls.find((control) => !control.classList.contains(LEFT_OUT));
    if (first === undefined) return;
    location.hash = first.dataset.control;
    document.getElementById(first.dataset.control).scrollIntoView();
  }

  for (const button of outcomes) {
    button.addEventListener('click', () => {
      button.setAttribute('aria-pressed', String(button.getAttribute('aria-pressed') !== 'true'));
      apply();
    });
  }
  showAll.addEventListener('click', () => {
    clear();
    search.focus();
  });
  search.addEventListener('input', apply);
  search.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      event.preventDefault();
      search.value = '';
      apply();
    }
    if (event.key === 'Enter') {
      event.preventDefault();
      showFirst();
    }
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest('input, textarea, select, [contenteditable]') !== null) return;
    event.preventDefault();
    search.focus();
    search.select();
  });
  document.addEventListener('click', (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (link !== null) reveal(link.getAttribute('href'));
  });
  window.addEventListener('hashchange', () => reveal(location.hash));

  toolbar.hidden = false;
  apply();
});
