import { beforeAll, describe, expect, it } from 'vitest';
import { Assets } from './assets.js';
import { emptyForm } from './form-errors.js';
import { ViewEngine } from './view-engine.js';

let views: ViewEngine;

beforeAll(() => {
  views = new ViewEngine(new Assets());
});

const part = (name: string, data: Record<string, unknown> = {}) => views.renderPartial(`web/${name}`, data);

describe('the pieces every room uses', () => {
  it('a status says its word beside its icon, and its detail', () => {
    const html = part('_status', { state: 'waiting', detail: 'again in 5 minutes' });
    expect(html).toMatch(/status-waiting"><svg.*<span>Waiting<\/span>.*again in 5 minutes/);
  });

  it('a pager shows only ways that lead somewhere', () => {
    expect(part('_pager').trim()).toBe('');
    const html = part('_pager', { older: '/exports?before=7' });
    expect(html).toContain('rel="next"');
    expect(html).not.toContain('rel="prev"');
  });

  it('a field is tied to its label, its help and its message', () => {
    const form = { values: { start: 'soon' }, errors: { start: 'A date, please' } };
    const html = part('_field', { form, name: 'start', label: 'Start', help: 'From this day on', required: true });
    expect(html).toContain('<label class="form-label" for="field-start">Start</label>');
    expect(html).toContain('value="soon"');
    expect(html).toContain('aria-describedby="field-start-help field-start-error"');
    expect(html).toContain('A date, please');
  });

  it('a field can be a choice, a text or a switch', () => {
    const options = [
      { value: 1, label: 'One' },
      { value: 2, label: 'Two' },
    ];
    const form = emptyForm({ n: '2', on: true, words: '</textarea>' });
    expect(part('_field', { form, name: 'n', label: 'N', options })).toContain('<option value="2" selected>Two');
    expect(part('_field', { form, name: 'on', label: 'On', type: 'checkbox' })).toMatch(/type="checkbox"[^>]* checked/);
    expect(part('_field', { form, name: 'words', label: 'W', rows: 3 })).toContain('&lt;/textarea&gt;</textarea>');
  });

  it('a password is never said back', () => {
    const html = part('_field', { form: emptyForm({ p: 'hunter2' }), name: 'p', label: 'P', type: 'password' });
    expect(html).not.toContain('hunter2');
  });

  it('progress moves by numbers, and without them says only that it moves', () => {
    expect(part('_progress', { label: 'Products', value: 12, max: 40 })).toContain('value="12" max="40"');
    expect(part('_progress', { label: 'Products' })).not.toContain('max=');
  });

  it('an app’s header says its name, its state and where one is', () => {
    const tabs = [
      { label: 'Tasks', href: '/apps/14/tasks', current: true },
      { label: 'Logs', href: '/apps/14/logs', count: 3 },
    ];
    const html = part('_app-header', { name: 'Cable', detail: 'Main (#14)', state: 'connected', tabs });
    expect(html).toMatch(/<h1 class="page-name">Cable<\/h1>/);
    expect(html).toContain('Connected');
    expect(html).toContain('href="/apps/14/tasks" aria-current="page"');
    expect(html).toContain('<span class="tab-count">3</span>');
  });
});

it('a piece is shown without the frame, a page within it, and neither by a name that is none', () => {
  expect(part('_empty', { icon: 'plug', title: 'Nothing yet' })).not.toContain('<html');
  expect(String(views.render('home/show', { title: 'Home' }))).toContain('<html');
  expect(String(views.render('home/show', { title: 'Home', layout: false }))).not.toContain('<html');
  for (const name of ['../package', 'home/none', 'web/_empty', '__proto__', 'constructor']) {
    expect(() => views.render(name, {})).toThrow(`no view called ${name}`);
  }
});
