import type { Hub } from '../support/hub.js';

export interface Door {
  method: string;
  path: string;
}

interface Layer {
  route?: { path: string; methods: Record<string, boolean> };
}

/** Every route of the hub, as its router knows them. */
export function doorsOf(hub: Hub): Door[] {
  const { stack } = hub.app.getHttpAdapter().getInstance().router as { stack: Layer[] };
  return stack.flatMap(({ route }) =>
    route ? Object.keys(route.methods).map((method) => ({ method: method.toUpperCase(), path: route.path })) : [],
  );
}

/** What stands for each `:name` of a path; a name that nobody has said anything about is a door nobody would walk through. */
export function through(
  { path }: Door,
  values: Record<string, string | number>,
  asWritten: Record<string, string> = {},
): string {
  return path.replaceAll(/[:*](\w+)/g, (_, name: string) => {
    if (asWritten[name] !== undefined) return asWritten[name];
    const key = `${room(path)}:${name}`;
    const value = values[key] ?? values[name];
    if (value === undefined)
      throw new Error(`Say what stands for :${name} in ${path}: add it in test/hostile/owned.ts`);
    return encodeURIComponent(value);
  });
}

/** `/staff/accounts/:id/stores` → `accounts`: what an `:id` is an id of, and what a `:token` opens. */
function room(path: string): string {
  return /([\w-]+)\/[:*](?:id|token)\b/.exec(path)?.[1] ?? '';
}

export const namesIn = ({ path }: Door): string[] => [...path.matchAll(/[:*](\w+)/g)].map(([, name]) => name!);
