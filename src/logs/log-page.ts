import { emptyForm } from '../web/form-errors.js';
import type { Look } from '../web/status.js';
import type { Counted } from './counted.js';
import type { LogApp, LoggedTask } from './log-apps.js';
import { addressOf, choicesOf, shownCount } from './log-choices.js';
import type { LogFilter } from './log-filter.js';
import type { logTop } from './log-top.js';
import type { TurnedPage } from './turned-page.js';

/** What a log is filtered by besides everything that all logs have: what became of a line. */
interface Outcomes<Name extends string> {
  /** As the address calls it. */
  part: string;
  kinds: Record<Name, { label: string; look: Look }>;
  counts: Record<Name, Counted>;
  chosen: Name | undefined;
  /** What needs somebody. */
  waiting: Name;
}

interface Log<Name extends string> {
  top: ReturnType<typeof logTop>;
  filter: LogFilter;
  /** The one app that the page is about. */
  only: number | undefined;
  apps: Map<number, LogApp>;
  /** What there is anything of. */
  logged: LoggedTask[];
  outcomes: Outcomes<Name>;
  turned: TurnedPage<unknown>;
}

/** What pages of logs have in common: the filters with what they leave, where to turn to, the failures, the file. */
export function logPage<Name extends string>({ top, filter, only, apps, logged, outcomes, turned }: Log<Name>) {
  const parts = { ...filter, app: only === undefined ? filter.app : undefined };
  const filtered = Object.values(parts).some((part) => part !== undefined);
  const to = (change: Record<string, string | undefined>) => addressOf(top.base, parts, change);
  const { part, counts, waiting } = outcomes;
  return {
    ...top,
    parts,
    filtered,
    filters: {
      base: top.base,
      parts,
      filtered,
      form: emptyForm(parts),
      statuses: statusesOf(outcomes, (name) => to({ [part]: name })),
      ...choicesOf(apps, logged, only),
    },
    failed: counts[waiting].n > 0 && { words: shownCount(counts[waiting]), href: to({ [part]: waiting }) },
    csv: addressOf(`${top.base}/lines.csv`, parts),
    newest: turned.newer && to({}),
    newer: turned.newer && to({ after: turned.newer }),
    older: turned.older && to({ before: turned.older }),
  };
}

/** Those of which there are any, and the one that is looked at. */
function statusesOf<Name extends string>(
  { kinds, counts, chosen }: Outcomes<Name>,
  hrefOf: (name: Name | undefined) => string,
) {
  const names = (Object.keys(kinds) as Name[]).filter((name) => counts[name].n > 0 || name === chosen);
  return [
    { label: 'All', href: hrefOf(undefined), current: chosen === undefined },
    ...names.map((name) => {
      const { label, look } = kinds[name];
      return { label, look, count: shownCount(counts[name]), href: hrefOf(name), current: name === chosen };
    }),
  ];
}
