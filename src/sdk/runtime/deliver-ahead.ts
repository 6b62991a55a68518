// While the host writes these, the next page is fetched and mapped. More would only hold memory.
const PAGES_ON_THEIR_WAY = 4;

/** Hands pages over as they come, a few ahead of what has been taken; ends when all have been, or one could not be. */
export async function deliverAhead<T>(
  pages: AsyncIterable<T>,
  signal: AbortSignal,
  deliver: (page: T, at: number) => Promise<void>,
): Promise<void> {
  const onTheirWay = new Set<Promise<void>>();
  let failed: { error: unknown } | undefined;
  let at = 0;

  for await (const page of pages) {
    signal.throwIfAborted();
    const delivery: Promise<void> = deliver(page, at++)
      .catch((error: unknown) => {
        failed ??= { error };
      })
      .finally(() => onTheirWay.delete(delivery));
    onTheirWay.add(delivery);
    if (onTheirWay.size >= PAGES_ON_THEIR_WAY) await Promise.race(onTheirWay);
    if (failed) break;
  }
  await Promise.all(onTheirWay);
  if (failed) throw failed.error;
}
