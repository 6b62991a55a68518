import type { Plugin, RecordType, Sandbox } from '../../src/sdk/index.js';
import type { Chance } from './chance.js';

type Body = Record<string, unknown>;

/** A record that is to be exported, as a test plants it. */
export interface Planted {
  type: RecordType;
  body: Body;
  /** What it said before it was changed in the store, oldest first. */
  earlier?: Body[];
}

/** Where everything stands once nothing is on its way any more. */
export interface Ending {
  sandbox: Sandbox;
  records: Planted[];
  answers: Record<string, unknown>;
  advanced: Record<string, unknown>;
  storeId: number;
  /** Where each record stands in the export log, by its key. */
  log: Map<string, string>;
}

/** One export that is put to the test. */
export interface ExportCase {
  /** 'plugin/task' */
  name: string;
  plugin: Plugin;
  task: string;
  /** Every task that runs, where there are several: in any order, each as often as the others. */
  tasks?: string[];
  /** The app would take a thing twice: what can't be found in it may end with a person, and its children wait; for these reasons only. */
  mayEndWithPeople?: true | RegExp;
  /** How many lives it leads with every change of the code; 200 unless said. */
  seeds?: number;
  /** What the merchant answered; may differ by seed. */
  answers(chance: Chance): Record<string, unknown>;
  /** Advanced configuration beyond its defaults; may differ by seed. */
  advanced?(chance: Chance, answers: Record<string, unknown>): Record<string, unknown>;
  maps: Record<string, [string, string][]>;
  sandbox(now: () => number, chance: Chance): Sandbox;
  /** Records that the exported ones refer to. */
  surroundings(): Promise<Planted[]>;
  /** The records to export, some of them not due. */
  records(chance: Chance, answers: Record<string, unknown>): Planted[];
  /** A change in the store while exporting goes on; undefined when there is none to make. */
  edit?(chance: Chance, body: Body, answers: Record<string, unknown>): Body | undefined;
  /** What happens in the app between two runs; a person takes what is offered from then on, at times and in the end. */
  meanwhile?(chance: Chance, sandbox: Sandbox): void;
  /** What the app holds for each record: exactly once, and right. `wrong` says what isn't. */
  verify(ending: Ending): Verdict;
}

export interface Verdict {
  lost: string[];
  doubled: string[];
  wrong: string[];
}
