/** Runs `work` over all of these, at most `width` at a time. The first error is thrown once all under way have ended. */
export async function inParallel<Item>(
  items: Item[],
  width: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  const failures: unknown[] = [];
  const worker = async () => {
    for (const item of queue) {
      if (failures.length > 0) return;
      await work(item).catch((error: unknown) => failures.push(error));
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
  if (failures.length > 0) throw failures[0];
}

/**
 * Does `work` on items that come one after the other, up to `width` of them at a time, and has `take` take what came of each, in the
 * order of the items, as soon as it is there. No further item is asked for while that many are being worked on or wait to be taken.
 * Whatever ends it, everything that had begun has ended then.
 */
export async function inOrder<Item, Result>(
  items: AsyncIterable<Item>,
  width: number,
  work: (item: Item) => Promise<Result>,
  take: (result: Result) => Promise<void>,
): Promise<void> {
  const begun: Promise<unknown>[] = [];
  let before: Promise<void> = Promise.resolve();
  try {
    for await (const item of items) {
      const result = unthrown(work(item));
      const taken = unthrown(before.then(() => result).then(take));
      before = taken;
      begun.push(unthrown(Promise.allSettled([result]).then(() => taken)));
      if (begun.length === width) await begun.shift();
    }
    await Promise.all(begun);
  } finally {
    await Promise.allSettled(begun);
  }
}

/** For what is awaited later: without this a failure meanwhile would count as unhandled. */
export function unthrown<T>(working: Promise<T>): Promise<T> {
  working.catch(() => undefined);
  return working;
}
