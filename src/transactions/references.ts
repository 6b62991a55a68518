import type { ShipmentStore, TaskKey } from './shipments.store.js';

/**
 * The references under which documents leave, in the order they were wanted. A second batch of the same day gets its own: a
 * reference once written is never used for anything else. `claimed`: those that are about to be written; these join them, all or none.
 * `doubtful`: those of which it isn't known that they are free.
 */
export async function uniqueReferences(
  shipments: Pick<ShipmentStore, 'taken'>,
  key: TaskKey,
  wanted: string[],
  claimed: Set<string> = new Set(),
  doubtful = wanted,
): Promise<string[]> {
  const used = await shipments.taken(key, doubtful);
  const unique: string[] = [];
  try {
    for (const reference of wanted) {
      let free = reference;
      for (let n = 2; used.has(free) || claimed.has(free); n++) {
        free = `${reference}-${n}`;
        for (const taken of await shipments.taken(key, [free])) used.add(taken);
      }
      claimed.add(free);
      unique.push(free);
    }
    return unique;
  } catch (error) {
    for (const reference of unique) claimed.delete(reference);
    throw error;
  }
}
