import type { ImportManifest, TaskManifest } from '../../sdk/host/index.js';
import type { Master } from '../../sdk/index.js';
import type { RunInProgress } from '../../tasks/run-in-progress.js';
import { digest } from '../fingerprint.js';
import type { Incoming } from './import-run.js';

type Importing = Pick<RunInProgress<ImportManifest>, 'id' | 'storeId' | 'installationId' | 'plugin' | 'task'>;

/** What a run's task brings in, by the plugin's declarations and the merchant's own masters ('mapping.field' → master). */
export function incomingOf(run: Importing, connectionId: number, changed: Map<string, Master>): Incoming {
  const { manifest } = run.plugin;
  const { record: type, mapping: mappingId, pulls, missing } = run.task;
  const mapping = manifest.mappings.find(({ id }) => id === mappingId);
  if (!mapping) throw new Error(`${manifest.id} lists no mapping '${mappingId}'`);
  const masters = new Map(
    mapping.rows.map(({ to, master }): [string, Master] => [to, changed.get(`${mapping.id}.${to}`) ?? master]),
  );
  const form = [mapping.id, mapping.match, mapping.rows.map(({ from, to, transform }) => [from, to, transform])];
  return {
    storeId: run.storeId,
    installationId: run.installationId,
    connectionId,
    runId: run.id,
    task: run.task.id,
    type,
    masters,
    match: mapping.match,
    version: digest(JSON.stringify([form, [...masters]])),
    told: toldFields(manifest.tasks, type),
    snapshot: pulls === 'snapshot' && missing !== 'keep',
  };
}

function toldFields(tasks: TaskManifest[], type: Incoming['type']): string[] {
  const fields = tasks.flatMap((task) => (task.kind === 'state' && task.record === type ? task.fields : []));
  return [...new Set(fields)];
}
