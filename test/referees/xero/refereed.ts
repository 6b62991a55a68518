import type { Sandbox } from '../../../src/sdk/index.js';
import type { OfficialSpec } from './official-spec.js';

export interface Seen {
  method: string;
  /** As the specification writes it. */
  path: string;
  status: number;
}

export interface Refereed<T extends Sandbox> {
  twin: T;
  /** Everything that was wrong so far, requests and answers. */
  wrongs: string[];
  seen: Seen[];
}

interface Care extends Partial<Omit<Refereed<never>, 'twin'>> {
  /** Queries and headers are looked at as well. */
  parameters?: boolean;
  /** What the specification's paths stand under, and how it writes what they all begin with. */
  base?: string;
  root?: string;
}

/** A twin between whose door and whose visitors the specification stands: it looks at all that goes in and all that comes out. */
export function refereed<T extends Sandbox>(
  twin: T,
  spec: OfficialSpec,
  { wrongs = [], seen = [], parameters, base = '/api.xro/2.0', root = '' }: Care = {},
): Refereed<T> {
  const handle = async (request: Request): Promise<Response> => {
    const { method, url } = request;
    const { pathname, search, searchParams } = new URL(url);
    const body = method === 'GET' ? '' : await request.clone().text();
    const response = await twin.handle(request);
    if (!pathname.startsWith(base)) return response;
    const path = root + pathname.slice(base.length);
    const about = `${method} ${path}${search} → ${response.status}`;
    const { status } = response;
    // What the app refuses may well be against the specification: that is why.
    const asked = status < 300 && body !== '' ? spec.request(method, path, JSON.parse(body)) : [];
    if (parameters && status < 300) asked.push(...spec.beside(method, path, searchParams, request.headers));
    const text = await response.clone().text();
    const answered = spec.response(method, path, status, text === '' ? undefined : JSON.parse(text));
    wrongs.push(...asked.map((wrong) => `${about}: request ${wrong}`));
    wrongs.push(...(answered ?? []).map((wrong) => `${about}: answer ${wrong}`));
    if (!answered && status < 401) wrongs.push(`${about}: the specification declares no such answer`);
    seen.push({ method, path: spec.pathOf(method, path) ?? path, status });
    return response;
  };
  return { twin: Object.assign(Object.create(twin) as T, { handle }), wrongs, seen };
}
