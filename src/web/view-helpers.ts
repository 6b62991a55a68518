import Handlebars from 'handlebars';
import { money as decimals } from '../sdk/index.js';
import type { Assets } from './assets.js';
import { bars, type Course, climb, sparkline } from './charts.js';
import { DrawnOnce, type Handed } from './drawn-once.js';
import { fieldOf } from './field.js';
import { icon } from './icons.js';
import { statusOf } from './status.js';
import { calendarDate, exactTime, relativeTime } from './times.js';

const { SafeString, escapeExpression } = Handlebars;
const html = (text: string) => new SafeString(text);

interface Options {
  hash: Record<string, unknown>;
  data: Handed;
  fn: Handlebars.TemplateDelegate;
}

/** What templates may call, and its names. Anything with a decision in it belongs in a controller, not here. */
export function registerHelpers(handlebars: typeof Handlebars, assets: Assets): string[] {
  const drawn = new DrawnOnce();
  const helpers: Record<string, Helper> = {
    /** {{icon 'bell'}} or {{icon 'bell' size=16}} */
    icon: (name: string, { hash, data }: Options) => {
      const size = hash.size as number | undefined;
      return html(data.drawing ? data.drawing.icons.icon(name, size) : icon(name, size));
    },

    /** {{icon-sheet true}}: last in a layout, what its page's icons look like */
    'icon-sheet': (_: true, { data }: Options) => html(data.drawing?.icons.toString() ?? ''),

    /** {{asset 'patchbay.css'}}: the address of a file in public/ */
    asset: (name: string) => assets.url(name),

    /** {{time at}}: relative, with the exact one on hover, in the store's time zone. {{time at else='never'}} */
    time: (at: Date | string | null, { hash, data }: Options) => time(at, hash.else, data.root),

    /** {{exact at}}: the exact time as text */
    exact: (at: Date | string | null, { data }: Options) =>
      at ? exactTime(new Date(at), data.root.timeZone ?? 'UTC') : '',

    /** {{date '2026-11-22'}}: a calendar date, never shifted */
    date: (date: Date | string | null, { data }: Options) =>
      date ? calendarDate(date, data.root.timeZone ?? 'UTC') : '',

    /** {{money '1234.50' 'AUD'}}: amounts are decimal texts and stay exact */
    money: (amount: string | null, currency: string) => money(amount, currency),

    /** {{count 1234}} → 1,234; {{count 3 'order'}} → 3 orders; {{count n 'reply' 'replies'}} */
    count: (number: number, ...words: unknown[]) => count(number, words.slice(0, -1) as string[]),

    eq: (a: unknown, b: unknown) => a === b,
    or: (...values: unknown[]) => values.slice(0, -1).find(Boolean),
    not: (value: unknown) => !value,

    /** {{#with (lookup map key)}} is built in; {{#each (list 'a' 'b')}} makes a list on the spot */
    list: (...values: unknown[]) => values.slice(0, -1),

    /** {{#with (status state word='Running 42 %')}}{{look}} {{icon}} {{word}}{{/with}}; pages use the partial web/_status */
    status: (state: string | undefined, { hash }: Options) => statusOf(state, hash),

    /** {{#once table}}, {{#once menu current=href}}: drawn anew only for another object or other words. Inside, @root is these and the time zone */
    once: (of: object | undefined, { hash, data, fn }: Options) => (of ? html(drawn.piece(of, hash, data, fn)) : ''),

    /** For web/_field: everything it shows, worked out from its parameters */
    field: (given: Parameters<typeof fieldOf>[0]) => fieldOf(given),

    /** {{first-letter name}} */
    'first-letter': (text: string) => text.trim().charAt(0).toUpperCase(),

    /** {{pattern name}}: for an input that accepts exactly this text */
    pattern: (text: string) => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&'),

    /** {{json value}}: indented, for showing payloads */
    json: (value: unknown) => JSON.stringify(value, null, 2),

    /** {{sparkline values label='Orders a day'}} and {{bars values labels=labels label='…'}}: pictures without a script */
    sparkline: (values: number[], { hash }: Options) => html(sparkline(values, hash)),
    bars: (values: number[], { hash }: Options) => html(bars(values, hash)),
    /** {{climb course label='…'}}: what has been used of a limit, and where that leads */
    climb: (course: Course, { hash }: Options) => html(climb(course, hash)),
  };
  for (const [name, helper] of Object.entries(helpers)) handlebars.registerHelper(name, unlessBare(name, helper));
  return Object.keys(helpers);
}

type Helper = (...given: never[]) => unknown;

/** `{{count}}` means the thing's own count: in Handlebars a helper of that name would be called with nothing. */
function unlessBare(name: string, helper: Helper) {
  return function (this: Record<string, unknown>, ...given: unknown[]): unknown {
    const bare = given.length === 1 && Object.keys((given[0] as Options).hash).length === 0;
    return bare ? this?.[name] : helper(...(given as never[]));
  };
}

function time(at: Date | string | null, otherwise: unknown, { timeZone = 'UTC', now }: Options['data']['root']) {
  if (!at) return otherwise ?? '';
  const date = new Date(at);
  const exact = exactTime(date, timeZone);
  return html(`<time datetime="${date.toISOString()}" title="${exact}">${relativeTime(date, now)}</time>`);
}

// Making one costs more than formatting a page of counts with it.
const WHOLE = new Intl.NumberFormat('en-AU');

function money(amount: string | null, currency: string) {
  if (!decimals.isDecimal(amount)) return html('<span class="money">–</span>');
  const shown = decimals.figures(amount, currency);
  return html(
    `<span class="money">${escapeExpression(shown)}&nbsp;<small>${escapeExpression(currency)}</small></span>`,
  );
}

function count(number: number, [one, many]: string[]): string {
  const digits = WHOLE.format(number);
  if (one === undefined) return digits;
  return `${digits} ${number === 1 ? one : (many ?? `${one}s`)}`;
}
