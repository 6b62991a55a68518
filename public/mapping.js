// Improves forms that work without it: says how many characters are left while one types.
for (const note of document.querySelectorAll('[data-counts]')) {
  const field = note.closest('form').elements[note.dataset.counts];
  const say = () => {
    const left = field.maxLength - field.value.length;
    note.textContent = `${field.value.length} of ${field.maxLength} characters`;
    note.classList.toggle('near-end', left <= 3);
  };
  field.addEventListener('input', say);
  say();
}
