import type { Transaction } from '../../database/database.js';
import type { Master, RecordType } from '../../sdk/index.js';

/** How many records a page brought, by what became of them. */
export type Counts = Partial<Record<'read' | 'created' | 'updated' | 'unchanged' | 'skipped' | 'failed', number>>;

/** What an import needs of the run it belongs to. */
export interface ImportRun {
  id: number;
  storeId: number;
  installationId: number;
  bookmark: unknown;
  seq: number;
  signal: AbortSignal;
  /** Throws once this run is somebody else's. */
  stillOurs(): void;
  /** Writes how far the run is, within the caller's transaction. Throws once it is somebody else's. */
  keep(tx: Transaction, progress: Progress): Promise<void>;
  /** Adds a line to the run's timeline. */
  page(tx: Transaction, page: Counts & { seq: number }): Promise<void>;
}

export interface Progress {
  bookmark?: unknown;
  seq?: number;
  total?: number;
  add: Counts;
}

/** What is brought in, and how: the same for each page of a run. */
export interface Incoming {
  storeId: number;
  installationId: number;
  connectionId: number;
  runId: number;
  task: string;
  type: RecordType;
  /** Master by record field, for every field the mapping fills. */
  masters: Map<string, Master>;
  /** Fields that find a record when no link does, tried in order. */
  match: string[];
  /** Names the mapping in its present form: with another, each row counts as changed. */
  version: string;
  /** The fields that a state task of the same plugin sends back to the app; none when there is no such task. */
  told: string[];
  snapshot: boolean;
}
