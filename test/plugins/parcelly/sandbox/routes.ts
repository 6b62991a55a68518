import type { Consignment, Depot } from './depot.js';

interface Asked {
  url: URL;
  id: string;
  json: Record<string, unknown>;
}

interface Route {
  method: string;
  path: RegExp;
  answer(depot: Depot, asked: Asked): Response;
}

const PAGE = 2;
const DEPOTS = [
  { code: 'SYD', name: 'Sydney' },
  { code: 'PER', name: 'Perth' },
];

const refuse = (status: number, refused: string) => Response.json({ refused }, { status });

export const routes: Route[] = [
  {
    method: 'GET',
    path: /^\/v1\/account$/,
    answer: () => Response.json({ account: { id: 'acc-1', name: 'Fern & Fig' } }),
  },
  { method: 'GET', path: /^\/v1\/items$/, answer: listItems },
  { method: 'POST', path: /^\/v1\/items$/, answer: createItem },
  { method: 'PUT', path: /^\/v1\/items\/([^/]+)\/price$/, answer: setPrice },
  { method: 'GET', path: /^\/v1\/stock$/, answer: ({ state }) => Response.json({ stock: state.stock }) },
  {
    method: 'GET',
    path: /^\/v1\/depots$/,
    answer: (_, { url }) => {
      const search = (url.searchParams.get('search') ?? '').toLowerCase();
      return Response.json({ depots: DEPOTS.filter(({ name }) => name.toLowerCase().includes(search)) });
    },
  },
  { method: 'GET', path: /^\/v1\/consignments$/, answer: findConsignments },
  { method: 'GET', path: /^\/v1\/consignments\/dated$/, answer: datedConsignments },
  { method: 'POST', path: /^\/v1\/consignments$/, answer: createConsignment },
  { method: 'POST', path: /^\/v1\/consignments\/([^/]+)\/close$/, answer: closeConsignment },
];

function listItems({ items }: Depot, { url }: Asked): Response {
  const since = url.searchParams.get('changedSince') ?? '';
  const page = Number(url.searchParams.get('page') ?? 1);
  const wanted = items.filter(({ changedAt }) => changedAt >= since);
  const pages = Math.max(1, Math.ceil(wanted.length / PAGE));
  return Response.json({ items: wanted.slice((page - 1) * PAGE, page * PAGE), pages, total: wanted.length });
}

function createItem(depot: Depot, { json }: Asked): Response {
  const code = String(json.code);
  if (depot.items.some((item) => item.code === code)) return refuse(409, `There is an item ${code} already.`);
  const [pattern] = depot.items;
  depot.items.push({ ...pattern!, id: `item-${code}`, code, title: code, price: { cents: 0 } });
  depot.changed();
  return Response.json({}, { status: 201 });
}

function setPrice(depot: Depot, { id, json }: Asked): Response {
  const item = depot.items.find(({ code }) => code === id);
  if (!item) return refuse(404, `There is no item ${id}.`);
  item.price.cents = Math.round(Number(json.price) * 100);
  depot.changed();
  return Response.json({});
}

function createConsignment(depot: Depot, { json }: Asked): Response {
  const consignment = { ...(json as unknown as Consignment), closed: false };
  if (depot.consignments.some(({ id }) => id === consignment.id))
    return refuse(409, 'There is such a consignment already.');
  if (consignment.customer === 'blocked') return refuse(422, 'This customer is blocked.');
  const { opensOn = '' } = depot.state;
  if (consignment.date < opensOn) return Response.json({ refused: `That day is closed.`, opensOn }, { status: 422 });
  depot.consignments.push(consignment);
  depot.changed();
  return Response.json({ id: consignment.id }, { status: 201 });
}

function closeConsignment(depot: Depot, { id }: Asked): Response {
  const consignment = depot.consignments.find((candidate) => candidate.id === id);
  if (!consignment) return refuse(404, 'There is no such consignment.');
  consignment.closed = true;
  depot.changed();
  return Response.json({});
}

function findConsignments({ consignments }: Depot, { url }: Asked): Response {
  const references = (url.searchParams.get('references') ?? '').split(',');
  return Response.json({ consignments: consignments.filter(({ reference }) => references.includes(reference)) });
}

function datedConsignments({ consignments }: Depot, { url }: Asked): Response {
  const [from, to] = [url.searchParams.get('from') ?? '', url.searchParams.get('to') ?? ''];
  const page = Number(url.searchParams.get('page') ?? 1);
  const dated = consignments.filter(({ date }) => date >= from && date <= to);
  const pages = Math.max(1, Math.ceil(dated.length / PAGE));
  return Response.json({ consignments: dated.slice((page - 1) * PAGE, page * PAGE), pages, total: dated.length });
}
