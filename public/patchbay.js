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
