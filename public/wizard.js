// Improves forms that work without it: hides what isn't asked for, looks values up while one types, ticks a connection test off.
(() => {
  const valuesOf = (form, name) =>
    [...form.elements]
      .filter((field) => field.name === name)
      .flatMap((field) => {
        if (field.type === 'radio') return field.checked ? [field.value] : [];
        if (field.type === 'checkbox') return [field.checked];
        return [field.value];
      });

  const isAsked = (form, when) =>
    Object.entries(when).every(([name, wanted]) =>
      valuesOf(form, name).some((value) => [wanted].flat().some((one) => String(one) === String(value))),
    );

  // A field behind another hidden one is hidden too: each look may hide more.
  const show = (form) => {
    for (const part of form.querySelectorAll('[data-when]')) hide(part, false);
    const parts = [...form.querySelectorAll('[data-when]')];
    for (let round = 0; round < parts.length; round++) {
      for (const part of parts) if (!isAsked(form, JSON.parse(part.dataset.when))) hide(part, true);
    }
    for (const confirm of form.querySelectorAll('[data-confirms]')) {
      confirm.hidden = !document.getElementById(confirm.dataset.confirms).checked;
    }
  };

  const hide = (part, hidden) => {
    part.hidden = hidden;
    for (const field of part.querySelectorAll('input, select, textarea')) field.disabled = hidden;
  };

  const lookUp = (input) => {
    let waiting;
    let asked;
    const ask = async () => {
      const q = input.value;
      if (q === asked) return;
      asked = q;
      const answer = await fetch(`${input.dataset.search}?${new URLSearchParams({ q })}`, {
        headers: { accept: 'text/html' },
      });
      if (answer.ok && asked === q) input.list.innerHTML = await answer.text();
    };
    // The first ones are there before anything is typed: it is seen that there is a list.
    input.addEventListener('focus', ask);
    input.addEventListener('input', () => {
      clearTimeout(waiting);
      waiting = setTimeout(ask, 200);
    });
  };

  const WORDS = { trying: ', being tried', passed: ', passed', failed: ', failed' };

  const tick = (form, { check, state }) => {
    const item = form.querySelectorAll('.tick')[check];
    item.className = `tick tick-${state}`;
    item.querySelector('[data-word]').textContent = WORDS[state];
  };

  const refuse = (form, message) => {
    const refusal = form.querySelector('[data-refusal]');
    refusal.querySelector('p').textContent = message;
    refusal.hidden = false;
    refusal.scrollIntoView({ block: 'nearest' });
  };

  const wrong = (form, problems) => {
    for (const { field, message } of problems) {
      const input = form.elements[field];
      input.classList.add('is-invalid');
      input.setAttribute('aria-invalid', 'true');
      const note = document.createElement('p');
      note.className = 'field-error';
      note.id = `${input.id}-error`;
      note.textContent = message;
      input.setAttribute('aria-describedby', note.id);
      input.closest('.field').append(note);
    }
    form.elements[problems[0].field].focus();
  };

  const forget = (form) => {
    form.querySelector('[data-refusal]').hidden = true;
    for (const note of form.querySelectorAll('.field-error')) note.remove();
    for (const input of form.querySelectorAll('[aria-invalid]')) {
      input.removeAttribute('aria-invalid');
      input.classList.remove('is-invalid');
    }
    for (const item of form.querySelectorAll('.tick')) {
      item.className = 'tick tick-open';
      item.querySelector('[data-word]').textContent = '';
    }
  };

  const hear = (form, line) => {
    if (line.state === 'wrong') wrong(form, line.problems);
    else if (line.state === 'refused') refuse(form, line.message);
    else if (line.state === 'connected') location.assign(line.next);
    else tick(form, line);
    if (line.state === 'failed') refuse(form, line.message);
  };

  const test = async (form) => {
    const button = form.querySelector('[data-main]');
    forget(form);
    button.disabled = true;
    try {
      const answer = await fetch(form.action, {
        method: 'POST',
        body: new URLSearchParams(new FormData(form)),
        headers: { accept: 'application/x-ndjson' },
        redirect: 'manual',
      });
      // Signed out in the meantime: this page leads to the sign-in, and back.
      if (answer.type === 'opaqueredirect') return location.reload();
      if (!answer.ok) throw new Error(String(answer.status));
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      let rest = '';
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        const lines = (rest + part.value).split('\n');
        rest = lines.pop();
        for (const line of lines) hear(form, JSON.parse(line));
      }
    } catch {
      refuse(form, 'The hub could not be reached. Check your network and try again.');
    } finally {
      button.disabled = false;
    }
  };

  for (const form of document.querySelectorAll('[data-wizard]')) {
    form.addEventListener('change', () => show(form));
    show(form);
  }
  for (const input of document.querySelectorAll('[data-search]')) lookUp(input);
  for (const form of document.querySelectorAll('form[data-test]')) {
    form.addEventListener('submit', (event) => {
      if (event.submitter?.name) return;
      event.preventDefault();
      test(form);
    });
    if ('atOnce' in form.dataset) form.requestSubmit(form.querySelector('[data-main]'));
  }
})();
