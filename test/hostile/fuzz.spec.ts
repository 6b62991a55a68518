import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Door, doorsOf, namesIn, through } from './doors.js';
import { type Form, formsOf } from './forms.js';
import { IN_PATHS, IN_QUERIES, LONG, some, TEXTS, turned } from './nasty.js';
import { type Owned, settleIn } from './owned.js';
import { type Answer, FORM, RoughBrowser } from './rough-browser.js';
import { ShopHub } from './shop-hub.js';

/** Signing out would end the walk; apps have a door of their own, walked in the webhooks' own spec. */
const LEFT_OUT = ['DELETE /sign-in', 'POST /webhooks/:plugin/:connection/:webhook'];
/** What addresses of the hub have behind their question marks. */
const QUERY = [
  'q category back before after open record everything to account action app task type',
  'status from until text run scope cursor newer older error page sort shape kind',
]
  .join(' ')
  .split(' ');

const PLACES_PER_DOOR = 6;
const QUERIES_PER_PAGE = 5;
const BODIES_PER_FIELD = 3;

let house: ShopHub;
let owned: Owned;
let owner: RoughBrowser;
let doors: Door[];

beforeAll(async () => {
  house = await ShopHub.open();
  doors = doorsOf(house.hub).filter(({ method, path }) => !LEFT_OUT.includes(`${method} ${path}`));
  owned = await settleIn(house);
  owner = await RoughBrowser.of(house.hub, owned.owner.browser);
});

afterAll(() => house?.stop());

/** What a person must never be shown, whatever they asked for. */
const INSIDES =
  /\n\s+at \S+ \(|node_modules|ER_[A-Z]{3,}|SQL syntax|QueryFailed|TypeError|Cannot read prop|is not a function/;

interface Asked {
  what: string;
  ask(): Promise<Answer>;
}

/** Asks everything, several at once, and answers with what went wrong. */
async function askAll(all: Asked[]): Promise<string[]> {
  const [wrong, left]: [string[], Asked[]] = [[], [...all]];
  const worker = async () => {
    for (let next = left.pop(); next; next = left.pop()) {
      const problem = await next.ask().then(problemOf, (error: Error) => `no answer: ${error.message}`);
      if (problem) wrong.push(`${next.what}: ${problem}`);
    }
  };
  await Promise.all([worker(), worker(), worker(), worker()]);
  return wrong;
}

function problemOf({ status, text, type, location }: Answer): string | undefined {
  if (status >= 500) return `answered ${status}`;
  if (INSIDES.test(text)) return `shows ${INSIDES.exec(text)![0].trim()}`;
  if (text.includes('<script>alert') || text.includes('<img src=x')) return 'repeats a script';
  if (location && !/^\/(?!\/)/.test(location)) return `leads to ${location}`;
  if (status >= 400 && type.includes('html') && !/<h1[^>]*>[^<]{4,}/.test(text)) return `${status} says nothing`;
  return undefined;
}

const pages = () => doors.filter(({ method }) => method === 'GET');

describe('the owner of a hub full of things', () => {
  it('may write anything into the places of an address', async () => {
    const all = doors.flatMap((door, at) =>
      namesIn(door).flatMap((name, place) =>
        some(turned(IN_PATHS, at * 5 + place), PLACES_PER_DOOR).map((nasty): Asked => {
          const path = through(door, owned.params, { [name]: nasty });
          const what = `${door.method} ${path.slice(0, 120)}`;
          return {
            what,
            ask: () => (door.method === 'GET' ? owner.get(path) : owner.send(door.method, path, '', FORM)),
          };
        }),
      ),
    );
    expect(await askAll(all)).toEqual([]);
  }, 120_000);

  it('may write anything behind the question mark', async () => {
    const all = pages().flatMap((door, at) => {
      const path = through(door, owned.params);
      const queries = QUERY.flatMap((name) => IN_QUERIES.map((write) => write(name)));
      const chosen = some(turned(queries, at), QUERIES_PER_PAGE);
      const whole = IN_QUERIES.map((write) => QUERY.map((name) => write(name).slice(0, 300)).join('&'));
      return [...chosen, ...some(whole, 4)].map((query): Asked => {
        return { what: `GET ${path}?${query.slice(0, 100)}`, ask: () => owner.get(`${path}?${query}`) };
      });
    });
    expect(await askAll(all)).toEqual([]);
  }, 120_000);

  it('may type anything into the fields of every form', async () => {
    const found = new Map<string, Form>();
    for (const door of pages()) {
      const path = through(door, owned.params);
      const { text } = await owner.get(path);
      for (const form of formsOf(path, text)) found.set(`${form.method} ${form.action.split('?')[0]}`, form);
    }
    const forms = [...found.values()].filter(({ method, action }) => !(method === 'DELETE' && action === '/sign-in'));
    expect(forms.length).toBeGreaterThan(12);
    const all = forms.flatMap((form) => bodiesOf(form).map((one) => sent(form.method, form.action, one)));
    expect(await askAll(all)).toEqual([]);
  }, 120_000);

  it('may send any kind of body', async () => {
    const changing = doors.filter(({ method }) => method !== 'GET');
    const all = changing.flatMap((door) => BODIES.map((body) => sent(door.method, through(door, owned.params), body)));
    expect(await askAll(all)).toEqual([]);
  }, 120_000);

  it('still has a hub that works', async () => {
    for (const path of ['/', '/addons', `/installations/${owned.stock.id}/setup`, '/logs/exports', '/logs/imports']) {
      expect([path, (await owner.get(path)).status]).toEqual([path, 200]);
    }
  });
});

interface Body {
  what: string;
  type: string;
  body: string | Uint8Array | undefined;
}

function sent(method: string, path: string, { what, type, body }: Body): Asked {
  return { what: `${method} ${path} ${what}`, ask: () => owner.send(method, path, body, type) };
}

/** Each field in turn holds what nobody would type, and has shapes that no browser would send; the others stay as they are. */
function bodiesOf({ fields }: Form): Body[] {
  const texts = Object.entries(TEXTS);
  return fields.flatMap(([name], at) => {
    const others = fields.filter(([other]) => other !== name);
    const chosen = some(turned(texts, at * 7), BODIES_PER_FIELD);
    const rest = others.map((pair) => pair.map(encodeURIComponent).join('=')).join('&');
    const shaped = (tail: string, what: string) => ({ what: `${name} ${what}`, type: FORM, body: `${rest}&${tail}` });
    const key = encodeURIComponent(name);
    return [
      ...chosen.map(([what, text]) => shaped(`${key}=${encodeURIComponent(text.toWellFormed())}`, what)),
      shaped(`${key}[]=1&${key}[]=2`, 'a list'),
      shaped(`${key}[a][b]=1`, 'an object'),
      { what: `${name} as JSON`, type: 'application/json', body: JSON.stringify({ [name]: [null, { a: 1 }] }) },
    ];
  });
}

const BODIES: Body[] = [
  { what: 'nothing', type: FORM, body: undefined },
  { what: 'unknown fields', type: FORM, body: 'nobody=knows&this=one&__proto__[x]=1&constructor[prototype][x]=1' },
  { what: 'bad escapes', type: FORM, body: 'name=%zz%ff%&lines=%00&tasks=%' },
  { what: 'too many fields', type: FORM, body: Array.from({ length: 10_001 }, (_, at) => `a${at}=`).join('&') },
  { what: 'a deep object', type: FORM, body: `name${'[a]'.repeat(200)}=1&tasks${'[a]'.repeat(40)}=1` },
  { what: 'a field of 1 MB', type: FORM, body: `name=${LONG}&note=${LONG.slice(0, 10)}` },
  { what: 'more than is taken', type: FORM, body: `name=${LONG}${LONG}${LONG}` },
  { what: 'plain text', type: 'text/plain', body: 'name=x' },
  { what: 'no known kind', type: 'application/x-nonsense', body: 'name=x' },
  { what: 'a broken alphabet', type: `${FORM}; charset=utf-99`, body: 'name=x' },
  { what: 'JSON that ends', type: 'application/json', body: '{"name": "x"' },
  { what: 'a JSON list', type: 'application/json', body: '[1,2,3]' },
  { what: 'a JSON text', type: 'application/json', body: '"text"' },
  { what: 'JSON null', type: 'application/json', body: 'null' },
  {
    what: 'JSON of wrong types',
    type: 'application/json',
    body: JSON.stringify({
      name: 1e21,
      email: { $gt: '' },
      password: [],
      tasks: { length: 1e9 },
      lines: [[], {}, null, 5],
      plugin: ['neto'],
      schedule: {},
      master: null,
      note: { toString: 1 },
      to: {},
      back: [],
    }),
  },
  {
    what: 'half a letter',
    type: 'application/json',
    body: '{"name":"\\ud800","plugin":"\\ud800","email":"\\udfff@x"}',
  },
  {
    what: 'many parts',
    type: 'multipart/form-data; boundary=x',
    body: '--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n',
  },
  { what: 'noise', type: FORM, body: Uint8Array.from({ length: 256 }, (_, at) => at) },
];
