import type { RecordType } from '../records/index.js';
import type { Owed } from '../tasks/index.js';
import type { HostCalls } from './protocol.js';

/** Asks the host for what an export owes the app, a page at a time. */
export async function* owedTo<T extends RecordType>(
  host: HostCalls,
  call: number,
  task: string,
): AsyncIterable<Owed<T>[]> {
  for (let after: number | undefined = 0; after !== undefined; ) {
    const page = await host.owed(call, task, after);
    if (page.records.length > 0) yield page.records as unknown as Owed<T>[];
    after = page.next;
  }
}
