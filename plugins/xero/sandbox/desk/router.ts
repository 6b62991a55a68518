import type { Books } from '../books/books.js';
import { type Answer, notFound, refused } from './answers.js';
import type { Query } from './query.js';

export interface Call {
  books: Books;
  query: Query;
  /** The parts of the path that stand for something, in their order. */
  params: string[];
  body: unknown;
  /** The client that asks. */
  app: string;
  /** How a list is answered of which nothing changed since. */
  unchanged: 200 | 304;
}

type Method = 'GET' | 'PUT' | 'POST' | 'DELETE';

/** What answers at a path. In a pattern `*` stands for an id, a number or a code. */
export interface Route {
  method: Method;
  path: string;
  answer: (call: Call) => Answer;
}

export interface Match {
  route: Route;
  resource: string;
  params: string[];
}

export class Router {
  private readonly byResource = new Map<string, { route: Route; parts: string[] }[]>();

  constructor(routes: readonly Route[]) {
    for (const route of routes) {
      const parts = partsOf(route.path.toLowerCase());
      const here = this.byResource.get(parts[0] ?? '') ?? [];
      this.byResource.set(parts[0] ?? '', [...here, { route, parts }]);
    }
  }

  match(method: string, path: string): Match {
    const segments = partsOf(path);
    const resource = segments[0]?.toLowerCase() ?? '';
    const here = (this.byResource.get(resource) ?? []).filter(({ parts }) => fits(parts, segments));
    if (here.length === 0) throw notFound();
    const one = here.find(({ route }) => route.method === method);
    if (!one) throw refused(405, 'MethodNotAllowedException', `The resource does not support ${method}.`);
    const params = segments.filter((_, at) => one.parts[at] === '*').map(decoded);
    return { route: one.route, resource, params };
  }
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw notFound();
  }
}

const partsOf = (path: string): string[] => path.split('/').filter(Boolean);

// A fixed word goes before a `*` at its place because its route was named first.
const fits = (parts: string[], segments: string[]): boolean =>
  parts.length === segments.length && parts.every((part, at) => part === '*' || part === segments[at]!.toLowerCase());
