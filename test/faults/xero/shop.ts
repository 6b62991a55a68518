import xero from '../../../plugins/xero/plugin.js';
import { createSandbox, type XeroSandbox } from '../../../plugins/xero/sandbox/index.js';
import type { RecordType } from '../../../src/sdk/index.js';
import { pluginUnderTest } from '../../../src/sdk/testing/index.js';
import type { Planted } from '../export-case.js';

const ANSWERS = { startDate: '2026-11-01', customer: 'web', rates: 'app' };

export const MAPS: Record<string, [string, string][]> = {
  taxes: [
    ['GST', 'OUTPUT'],
    ['FREE', 'EXEMPTOUTPUT'],
  ],
  tracking: [['Website', 'Channel: Web shop']],
};

/** Two of them have the same name. */
export const CUSTOMERS = [
  { username: 'almond', name: 'Al Mond', email: 'al@mond.example' },
  { username: 'almond2', name: 'Al Mond', email: 'al@two.example' },
  { username: 'bay', name: 'Bay Leaf', email: 'bay@leaf.example', company: 'Leaf & Co' },
  { username: 'o-brien', name: 'Pat O’Brien', email: 'pat@brien.example' },
  { username: 'web', name: 'Web orders', email: 'web@fern.example' },
];

export const openTwin = (now: () => number): XeroSandbox => createSandbox({ now, sales: 0, limits: false });

export const answersOf = (twin: XeroSandbox): Record<string, unknown> => ({ ...twin.answers, ...ANSWERS });

const IMPORTS: [string, RecordType][] = [
  ['import-tax-rates', 'tax-rate'],
  ['import-tracking', 'tracking-option'],
];

let pulled: Promise<Planted[]> | undefined;

/** What the hub has imported before it exports anything. Read once for all seeds. */
export function imported(): Promise<Planted[]> {
  pulled ??= pull();
  return pulled;
}

async function pull(): Promise<Planted[]> {
  const app = pluginUnderTest(xero, { sandbox: openTwin(() => Date.UTC(2026, 10, 1)) });
  const all: Planted[] = CUSTOMERS.map((body) => ({ type: 'customer', body: { ...body, active: true } }));
  for (const [task, type] of IMPORTS) {
    const { records } = await app.pull(task);
    all.push(...records.map((body) => ({ type, body })));
  }
  return all;
}
