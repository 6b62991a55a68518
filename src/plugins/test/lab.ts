import { join } from 'node:path';
import { Clock } from '../../clock/clock.js';
import { inspectPlugin } from '../../sdk/checking/index.js';
import type { PickOption } from '../../sdk/index.js';
import type { Call, Facts } from '../../sdk/runtime/index.js';
import { CallDesk, type CallHandlers } from '../call-desk.js';
import { contain } from '../child/contain.js';
import type { ProcessLimits } from '../child/plugin-process.js';
import { guardedCalls } from '../loaded-plugin.js';
import { runHere } from '../run-here.js';
import { stage } from '../stage.js';
import { moduleOf, outsidePlugins } from './outside-plugins.js';

/** A plugin that does what a test tells it to: `deeds` is the inside of an object of `async (ctx, shipments) => …` functions. */
const module = (deeds: string, before: string) =>
  moduleOf(
    'lab',
    `
    pickLists: {
      do: async (ctx, deed) => [{ value: deed, label: String(await deeds[deed](ctx)) }],
      nonsense: async () => 'no list',
    },
    tasks: [
      { direction: 'in', id: 'pull', title: 'Pull', record: 'product', schedule: 'every hour', mapping: products, pulls: 'changes',
        async *pull(ctx) { yield* deeds.pull(ctx); } },
      documentTask({
        id: 'export', title: 'Export', record: 'invoice', schedule: 'every hour', eligible: [], settle: '1 minute',
        build: (record, ctx) => deeds.build(record, ctx),
        steps: { act: (shipments, ctx) => deeds.act(ctx, shipments) },
        find: async (shipments) => shipments.map(() => undefined),
      }),
    ],
    mappings: [products],
    statements: { invoice: { title: 'Stated', tasks: ['export'], async *read(ctx) { yield* deeds.state(ctx); } } },
    `,
  ).replace('export default', `${before}\nconst deeds = { ${deeds} };\nexport default`);

export const facts: Facts = {
  store: {
    id: 1,
    name: 'Fern & Fig',
    timeZone: 'Australia/Sydney',
    currency: 'AUD',
    taxInclusive: true,
    address: 'https://hub.example/logs/exports?store=1&text=',
  },
  answers: {},
  advanced: {},
  maps: {},
  now: 0,
};

const record = { id: 1, type: 'invoice' as const, key: 'N1', body: { number: 'N1' } };

/** Opens the plugin here or in a process of its own; `close` leaves nothing behind. */
export async function openLab(deeds: string, contained: boolean, limits: Partial<ProcessLimits> = {}, before = '') {
  const outside = await outsidePlugins({ lab: module(deeds, before) });
  const entry = join(await stage(join(outside.folder, 'lab'), 'lab', join(outside.dataDir, 'plugins')), 'plugin.js');
  const desk = new CallDesk(new Clock());
  const plugin = contained ? await runContained(entry, desk, limits) : runHere(await imported(entry), desk);
  const calls = guardedCalls('lab', desk, plugin.calls);
  const during = <T>(work: (call: Call) => Promise<T>, handlers: Partial<CallHandlers> = {}) =>
    desk.during(
      { http: async () => ({ status: 200, headers: {}, body: '{}', exchange: 1 }), ...handlers },
      facts,
      work,
    );
  const shipment = { id: 1, reference: 'R1', key: 'k', payload: {}, done: {} };
  return {
    desk,
    calls,
    during,
    traffic: () => plugin.traffic!(),
    /** Lets the plugin do one deed and answers what it said. */
    async ask(deed: string, handlers?: Partial<CallHandlers>): Promise<string> {
      const [option] = await during((call) => calls.pickList(call, 'do', deed), handlers);
      return (option as PickOption).label;
    },
    act: (handlers?: Partial<CallHandlers>) =>
      during((call) => calls.step(call, 'export', 'act', [shipment]), handlers),
    pull: (handlers: Partial<CallHandlers>) => during((call) => calls.pull(call, 'pull', { seq: 0 }), handlers),
    state: (handlers: Partial<CallHandlers>) =>
      during(
        (call) => calls.readStatement(call, 'invoice', { from: '2026-11-01', to: '2026-11-30', seq: 0 }),
        handlers,
      ),
    build: (keys = [record.key]) =>
      calls.build(
        facts,
        'export',
        keys.map((key) => ({ record: { ...record, key }, shipped: [] })),
        { related: [], parents: [] },
      ),
    dispose: () => plugin.dispose(),
    async close() {
      await plugin.dispose();
      await outside.remove();
    },
  };
}

export type Lab = Awaited<ReturnType<typeof openLab>>;

async function imported(entry: string) {
  const { plugin, problems } = inspectPlugin((await import(entry)).default);
  if (!plugin) throw new Error(JSON.stringify(problems));
  return plugin;
}

async function runContained(entry: string, desk: CallDesk, limits: Partial<ProcessLimits>) {
  const contained = await contain(entry, limits);
  if ('problems' in contained) throw new Error(JSON.stringify(contained.problems));
  return contained.run(desk);
}
