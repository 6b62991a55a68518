// Improves what already works without it: menus close when one looks elsewhere, and htmx carries the form token.
document.addEventListener('click', (event) => {
  for (const drop of document.querySelectorAll('details.drop[open]')) {
    if (!drop.contains(event.target)) drop.open = false;
  }
});

document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  for (const drop of document.querySelectorAll('details.drop[open]')) {
    drop.open = false;
    drop.querySelector('summary').focus();
  }
});

document.addEventListener('htmx:config:request', (event) => {
  const token = document.querySelector('meta[name="csrf"]')?.content;
  if (token) event.detail.ctx.request.headers['x-csrf-token'] = token;
});

// A second press while the first is on its way would do it twice. Whoever comes back to the page, or has waited in vain, may press again.
const PATIENCE = 10_000;

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== 'post') return;
  if (form.ariaBusy === 'true') return event.preventDefault();
  form.ariaBusy = 'true';
  setTimeout(() => {
    form.ariaBusy = null;
  }, PATIENCE);
});

window.addEventListener('pageshow', () => {
  for (const form of document.querySelectorAll('form[aria-busy]')) form.ariaBusy = null;
});
