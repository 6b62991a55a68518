import { Logger } from '@nestjs/common';
import { type Refusal, refusalOf } from './refusal.js';

const log = new Logger('database');

const REFUSED: Record<Refusal, string> = {
  taken: 'something of it, such as its reference, is the same as another’s',
  'too-long': 'something of it is longer than the hub can keep',
  unfit: 'something in it is not as the hub can keep it',
};

/** Writes each of these that the database takes; answers the others. None may depend on another. */
export async function writeAllBut<Item>(
  items: Item[],
  write: (items: Item[]) => Promise<void>,
): Promise<{ item: Item; error: unknown }[]> {
  try {
    await write(items);
    return [];
  } catch (error) {
    if (!refusalOf(error)) throw error;
    if (items.length === 1) return [{ item: items[0]!, error }];
    const half = items.length >> 1;
    const first = await writeAllBut(items.slice(0, half), write);
    return [...first, ...(await writeAllBut(items.slice(half), write))];
  }
}

/**
 * Which of these the database doesn't take, alone or beside those before them. `rehearse` answers why it wouldn't take some, if it
 * wouldn't, and leaves nothing written.
 */
export async function refusedAmong<Item>(
  items: Item[],
  rehearse: (some: Item[]) => Promise<unknown>,
): Promise<{ item: Item; error: unknown }[]> {
  const taken: Item[] = [];
  const refused: { item: Item; error: unknown }[] = [];
  const sift = async (some: Item[]): Promise<void> => {
    const error = await rehearse([...taken, ...some]);
    if (error === undefined) taken.push(...some);
    else if (some.length === 1) refused.push({ item: some[0]!, error });
    else {
      const half = some.length >> 1;
      await sift(some.slice(0, half));
      await sift(some.slice(half));
    }
  };
  await sift(items);
  return refused;
}

/** Why the database doesn't take something, for people. */
export const whyRefused = (error: unknown): string => REFUSED[refusalOf(error) ?? 'unfit'];

export const whereToLook = (runId: number): string =>
  `whoever runs the hub finds the reason in the hub’s log, under run ${runId}.`;

/** The database's own words may hold whatever a record says: they are for whoever runs the hub, and for no page. */
export function tellOperator(what: string, error: unknown, which: (number | string)[]): void {
  const { code, sqlState, message } = error as Error & { code?: string; sqlState?: string };
  log.error(`The database does not take ${what}`, {
    refused: { records: which, code, sqlState, database: message },
  });
}
