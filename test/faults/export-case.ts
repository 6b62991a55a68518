import type { Plugin, RecordType, Sandbox } from '../../src/sdk/index.js';
import type { Chance } from './chance.js';

/** A record that is to be exported, as a test plants it. */
export interface Planted {
  type: RecordType;
  body: Record<string, unknown>;
}

/** One export that is put to the test. */
export interface ExportCase {
  /** 'plugin/task' */
  name: string;
  plugin: Plugin;
  task: string;
  /** What the merchant answered; may differ by seed. */
  answers(chance: Chance): Record<string, unknown>;
  maps: Record<string, [string, string][]>;
  sandbox(now: () => number, chance: Chance): Sandbox;
  /** Records that the exported ones refer to. */
  surroundings: Planted[];
  /** The records to export, some of them not due. */
  records(chance: Chance): Planted[];
  /** A change in the store while exporting goes on; undefined when this seed has none. */
  edit?(chance: Chance, body: Record<string, unknown>): Record<string, unknown> | undefined;
  /** What the app holds for each record key: how often, and whether it is right. `wrong` says what isn't. */
  verify(sandbox: Sandbox, records: Planted[], answers: Record<string, unknown>): Verdict;
}

export interface Verdict {
  lost: string[];
  doubled: string[];
  wrong: string[];
}
