import { twin } from 'patchbay/sdk';
import { type Answer, notFound, Refusal } from './answers.js';
import type { Query } from './query.js';
import type { Shop } from './shop.js';

export interface Call {
  /** From the path; 1 where the path names none. */
  page: number;
  /** From the path, lower case; empty where the path names none. */
  guid: string;
  query: Query;
  body: unknown;
}

/** What answers at a path. In a pattern `#` stands for a page number and `*` for a guid. */
export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  answer: (shop: Shop, call: Call) => Answer;
}

/** A list answers at its name, at a page number behind it, and at the older spelling with the word Page. */
export const listRoutes = (name: string, answer: Route['answer']): Route[] =>
  [`/${name}`, `/${name}/#`, `/${name}/Page/#`].map((path) => ({ method: 'GET', path, answer }));

export class Router {
  private readonly byResource = new Map<string, Route[]>();

  constructor(routes: Route[]) {
    for (const route of routes) {
      const resource = segmentsOf(route.path)[0] ?? '';
      this.byResource.set(resource, [...(this.byResource.get(resource) ?? []), route]);
    }
  }

  answer(shop: Shop, method: string, path: string, query: Query, body: unknown): Answer {
    const segments = segmentsOf(path);
    const here = (this.byResource.get(segments[0] ?? '') ?? []).filter((route) => fits(route.path, segments));
    if (here.length === 0) throw notFound('The resource');
    const route = here.find((candidate) => candidate.method === method);
    if (!route) throw new Refusal(405, { Message: `The requested resource does not support ${method}.` });
    const page = Number(segments.find((segment) => isPage(segment)) ?? 1);
    const guid = segments.find((segment) => twin.isGuid(segment)) ?? '';
    return route.answer(shop, { page, guid, query, body });
  }
}

const isPage = (segment: string): boolean => /^[1-9]\d{0,8}$/.test(segment);

const segmentsOf = (path: string): string[] => path.toLowerCase().split('/').filter(Boolean);

function fits(pattern: string, segments: string[]): boolean {
  const parts = segmentsOf(pattern);
  return parts.length === segments.length && parts.every((part, at) => fitsPart(part, segments[at] ?? ''));
}

function fitsPart(part: string, segment: string): boolean {
  if (part === '#') return isPage(segment);
  return part === '*' ? twin.isGuid(segment) : part === segment;
}
