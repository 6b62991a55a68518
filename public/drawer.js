// Shows what htmx has brought into the drawer, and empties it when it is closed. Without this each line has its own page.
const drawer = document.getElementById('drawer');

document.addEventListener('htmx:after:swap', () => {
  if (drawer.childElementCount > 0 && !drawer.open) drawer.showModal();
});

drawer.addEventListener('click', (event) => {
  // The dialog itself is only hit beside what it holds: on the backdrop.
  if (event.target === drawer || event.target.closest('[data-close]')) drawer.close();
});

drawer.addEventListener('close', () => drawer.replaceChildren());
