import type { Sandbox } from '../../../src/sdk/index.js';
import type { OfficialSpec } from './official-spec.js';

const BASE = '/api.xro/2.0';

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

/** What a connector asks is looked at whole; what a spec asks the twin is only what its body says. */
interface Care {
  parameters?: boolean;
}

/** A twin between whose door and whose visitors the specification stands: it looks at all that goes in and all that comes out. */
export function refereed<T extends Sandbox>(twin: T, spec: OfficialSpec, { parameters }: Care = {}): Refereed<T> {
  const wrongs: string[] = [];
  const seen: Seen[] = [];
  const handle = async (request: Request): Promise<Response> => {
    const { method, url } = request;
    const { pathname, search, searchParams } = new URL(url);
    const body = method === 'GET' ? '' : await request.clone().text();
    const response = await twin.handle(request);
    if (!pathname.startsWith(BASE)) return response;
    const path = pathname.slice(BASE.length);
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
