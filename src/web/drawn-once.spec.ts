import Handlebars from 'handlebars';
import { expect, it } from 'vitest';
import { Assets } from './assets.js';
import { Drawing } from './drawing.js';
import { registerHelpers } from './view-helpers.js';

const handlebars = Handlebars.create();
registerHelpers(handlebars, new Assets());
let drawn = 0;
handlebars.registerHelper('counted', (word: string) => `${word}, drawn ${++drawn} times`);

const draw = (template: string, data: Record<string, unknown>) => {
  const drawing = new Drawing();
  const html = handlebars.compile(template)(data, { data: { drawing } });
  return { html: drawing.finish(html).toString(), icons: String(drawing.icons) };
};

const PAGE = 'Hi {{name}}: {{#once table}}{{counted word}}{{/once}}.';

it('the same object is drawn once, and stands in every page where it belongs', () => {
  const table = { word: 'Überweisung → Bank' };
  drawn = 0;
  expect(draw(PAGE, { table, name: 'Mia' }).html).toBe('Hi Mia: Überweisung → Bank, drawn 1 times.');
  expect(draw(PAGE, { table, name: 'Zoë' }).html).toBe('Hi Zoë: Überweisung → Bank, drawn 1 times.');
});

it('what was read anew is drawn anew, however alike', () => {
  drawn = 0;
  draw(PAGE, { table: { word: 'a' } });
  expect(draw(PAGE, { table: { word: 'b' } }).html).toContain('b, drawn 2 times');
  expect(draw(PAGE, { table: { word: 'b' } }).html).toContain('b, drawn 3 times');
});

it('other words and another time zone make another piece', () => {
  const menu = { at: '2026-11-22T13:30:00Z' };
  const page = '{{#once menu current=current}}{{@root.current}} {{exact at}}{{/once}}';
  const shown = (current: string, timeZone: string) => draw(page, { menu, current, timeZone }).html;
  expect(shown('/a', 'UTC')).toContain('/a Sun, 22 Nov');
  expect(shown('/b', 'UTC')).toContain('/b Sun, 22 Nov');
  expect(shown('/a', 'Australia/Sydney')).toContain('/a Mon, 23 Nov');
});

it('inside nothing can be said of the page around it', () => {
  const html = draw('{{#once table}}[{{@root.viewer}}{{@root.csrf}}{{viewer}}]{{/once}}', {
    table: {},
    viewer: 'Mia',
    csrf: 'her token',
  }).html;
  expect(html).toBe('[]');
});

it('each page that shows a piece has its icons, and pieces may stand in pieces', () => {
  const inner = { word: 'inside' };
  const table = { inner };
  const page = "{{#once table}}<b>{{icon 'bell'}}{{#once inner}}{{icon 'user'}}{{word}}{{/once}}</b>{{/once}}";
  const first = draw(page, { table });
  expect(first.html).toMatch(/^<b><svg.*#i-bell.*#i-user.*inside<\/b>$/);
  expect(draw(page, { table })).toEqual(first);
  expect(first.icons).toMatch(/i-bell.*i-user/);
});

it('a text that looks like a place is only a text', () => {
  expect(draw('{{text}}{{#once table}}piece{{/once}}', { text: '0', table: {} }).html).toBe('0piece');
});
