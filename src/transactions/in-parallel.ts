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
 * What `work` makes of each item, in the order of the items. It begins with up to `width` of them before the first is asked for;
 * meanwhile the next item may come. Whoever stops early, or is stopped by an error, goes on once all that had begun has ended.
 */
export async function* inOrder<Item, Result>(
  items: AsyncIterable<Item>,
  width: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const working: Promise<Result>[] = [];
  try {
    for await (const item of items) {
      working.push(unthrown(work(item)));
      if (working.length === width) yield await working.shift()!;
    }
    while (working.length > 0) yield await working.shift()!;
  } finally {
    await Promise.allSettled(working);
  }
}

/** For what is awaited later: without this a failure meanwhile would count as unhandled. */
export function unthrown<T>(working: Promise<T>): Promise<T> {
  working.catch(() => undefined);
  return working;
}
