import type { RecordType } from '../sdk/index.js';
import type { Counted } from './counted.js';
import { type LogApp, type LoggedTask, typeWord } from './log-apps.js';

/** `1,234`, or `10,000+` */
export function shownCount({ n, more }: Counted): string {
  return `${n.toLocaleString('en-AU')}${more ? '+' : ''}`;
}

/** The filter as parts of an address; `change` goes over it, undefined takes a part out. */
export function addressOf(base: string, filter: object, change: Record<string, string | undefined> = {}): string {
  const parts = Object.entries({ ...filter, ...change }).filter(([, value]) => value !== undefined);
  const query = new URLSearchParams(parts.map(([name, value]): [string, string] => [name, String(value)])).toString();
  return query ? `${base}?${query}` : base;
}

/** What the filters offer: only what has lines, or an app that may get some. */
export function choicesOf(apps: Map<number, LogApp>, logged: LoggedTask[], only: number | undefined) {
  const here = logged.filter(({ installation_id }) => only === undefined || installation_id === only);
  const types = new Set(
    here.flatMap((one): RecordType[] => {
      const type = apps.get(one.installation_id)?.task(one.task)?.record;
      return type ? [type] : [];
    }),
  );
  const withLines = new Set(logged.map((one) => one.installation_id));
  const appOptions = [...apps.values()]
    .filter(({ id, uninstalled }) => withLines.has(id) || !uninstalled)
    .map(({ id, app, name }) => ({ value: id, label: app === name ? `${app} (#${id})` : `${app} · ${name} (#${id})` }));
  return {
    appOptions: only === undefined ? appOptions : undefined,
    typeOptions: [...types].sort().map((type) => ({ value: type, label: typeWord(type) })),
  };
}
