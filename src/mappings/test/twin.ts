import type { Sandbox } from '../../sdk/index.js';

type Row = Record<string, unknown> & { id: string };

/** The smallest app: lists of things by name, read by GET, written by PUT. It notes who asked for what. */
export class Twin implements Sandbox {
  readonly credentials = { key: 'let-me-in' };
  readonly asked: { method: string; path: string }[] = [];
  revision = 0;
  /** Whether the key opens anything. */
  open = true;

  constructor(readonly lists: Record<string, Row[]>) {}

  list(name: string): Row[] {
    this.lists[name] ??= [];
    return this.lists[name];
  }

  snapshot(): unknown {
    return structuredClone(this.lists);
  }

  async handle(request: Request): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    this.asked.push({ method: request.method, path: pathname });
    if (!this.open) return new Response('no', { status: 401 });
    const [, name = '', id] = pathname.split('/');
    const rows = this.list(name);
    if (request.method === 'GET' && id === undefined) return page(rows, Number(searchParams.get('page') ?? 1));
    const row = rows.find((candidate) => candidate.id === id);
    if (request.method === 'GET') return row ? Response.json(row) : Response.json({}, { status: 404 });
    this.revision++;
    const written = { ...((await request.json()) as object), id: id! };
    if (row) Object.assign(row, written);
    else rows.push(written);
    return Response.json(written);
  }
}

const PAGE = 50;

function page(rows: Row[], number: number): Response {
  const from = (number - 1) * PAGE;
  return Response.json({ rows: rows.slice(from, from + PAGE), more: rows.length > from + PAGE });
}
