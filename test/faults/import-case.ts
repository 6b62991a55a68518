import type { Plugin, Sandbox } from '../../src/sdk/index.js';
import type { Chance } from './chance.js';

/** One import that is put to the test. */
export interface ImportCase<App extends Sandbox = Sandbox> {
  /** 'plugin/task' */
  name: string;
  plugin: Plugin;
  task: string;
  /** How many lives it leads with every change of the code. */
  seeds: number;
  answers: Record<string, unknown>;
  /** So that even a small app has many pages. */
  advanced(chance: Chance): Record<string, unknown>;
  sandbox(now: () => number, chance: Chance): App;
  /** Somebody changes something in the app while the import goes on. */
  edit(chance: Chance, app: App, n: number): void;
}
