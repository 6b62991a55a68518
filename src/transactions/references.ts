import type { ShipmentStore, TaskKey } from './shipments.store.js';

/**
 * The references under which documents leave, in the order they were wanted. A second batch of the same day gets its own: a
 * reference once written is never used for anything else.
 */
export async function uniqueReferences(
  shipments: Pick<ShipmentStore, 'taken'>,
  key: TaskKey,
  wanted: string[],
): Promise<string[]> {
  const used = await shipments.taken(key, wanted);
  const unique: string[] = [];
  for (const reference of wanted) {
    let free = reference;
    for (let n = 2; used.has(free); n++) {
      free = `${reference}-${n}`;
      for (const taken of await shipments.taken(key, [free])) used.add(taken);
    }
    used.add(free);
    unique.push(free);
  }
  return unique;
}
