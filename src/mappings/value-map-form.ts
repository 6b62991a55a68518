import type { ValueMap } from '../sdk/index.js';
import type { AppValue } from './app-values.js';
import type { Answer, Pair } from './value-maps.service.js';

const LONGEST = 191;

/**
 * A value map as it was sent in: a few fields for each row, numbered. Rows that the store doesn't have are dropped. A suggestion that
 * must be ticked and isn't was passed over: it is no answer yet.
 */
export function readAnswers(body: unknown, pairs: Pair[], { confirm }: Pick<ValueMap, 'confirm'>): Answer[] {
  const fields = body as Record<string, unknown>;
  const known = new Set(pairs.map(({ value }) => value));
  return Object.keys(fields).flatMap((name) => {
    const at = /^store\.(\d{1,4})$/.exec(name)?.[1];
    const value = fields[name];
    if (at === undefined || typeof value !== 'string' || !known.has(value)) return [];
    const given = fields[`app.${at}`];
    const appValue = typeof given === 'string' ? given.trim() : '';
    const confirmed = fields[`confirmed.${at}`] !== undefined;
    const passedOver = confirm !== undefined && !confirmed && appValue === fields[`suggested.${at}`];
    return [{ value, appValue: passedOver ? '' : appValue, confirmed }];
  });
}

/** What the answers are checked against. */
export interface Surroundings {
  map: ValueMap;
  app: AppValue[];
  appName: string;
  /** Which value of the store each app value stands for already. */
  usedBy: Map<string, string>;
  /** Kept so already: right even where the app has lost it since. */
  pairs: Pair[];
}

/** What is wrong with each row, by value of the store. */
export function wrongAnswers(answers: Answer[], around: Surroundings): Map<string, string> {
  const wrong = new Map<string, string>();
  const kept = new Map(around.pairs.map((pair) => [pair.value, pair.appValue]));
  const names = new Set(around.app.map(({ value }) => value));
  const users = usersOf(answers, around);
  for (const answer of answers.filter(({ appValue }) => appValue !== '')) {
    const problem = problemOf(answer, { ...around, names, users, isKept: kept.get(answer.value) === answer.appValue });
    if (problem) wrong.set(answer.value, problem);
  }
  return wrong;
}

interface Looking extends Surroundings {
  names: Set<string>;
  users: Map<string, string[]>;
  isKept: boolean;
}

function problemOf({ value, appValue, confirmed }: Answer, looking: Looking): string | undefined {
  const { map, appName, names, users, isKept } = looking;
  if ('records' in map.app && !names.has(appValue) && !isKept)
    return `${appName} has nothing called ${appValue}. Choose one of the list.`;
  const longest = Math.min('text' in map.app ? map.app.text.maxLength : LONGEST, LONGEST);
  if (appValue.length > longest) return `At most ${longest} characters; this has ${appValue.length}.`;
  const other = map.unique ? users.get(appValue)?.find((user) => user !== value) : undefined;
  if (other !== undefined) return `${appValue} stands for ${other} already. Each may be used once.`;
  return map.confirm && !confirmed ? `Tick that this is done: ${map.confirm}` : undefined;
}

/** Who uses an app value once these answers hold: on this page by the answers, elsewhere by what is kept. */
function usersOf(answers: Answer[], { usedBy }: Surroundings): Map<string, string[]> {
  const answered = new Set(answers.map(({ value }) => value));
  const users = new Map<string, string[]>();
  for (const { value, appValue } of answers) users.set(appValue, [...(users.get(appValue) ?? []), value]);
  for (const [appValue, value] of usedBy) {
    if (!answered.has(value)) users.set(appValue, [...(users.get(appValue) ?? []), value]);
  }
  return users;
}
