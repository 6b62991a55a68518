import type { RecordBody } from 'patchbay/sdk';
import { recordsOf, type Shipped } from './sales.js';
import { NOW, open } from './shop.js';

export const RETURNS = 'export-returns';

type Return = RecordBody<'return'>;
export type Line = NonNullable<Return['lines']>[number];

/** One piece of a product that went back on the shelf. */
export const line = (sku: string, quantity = '1', more: Partial<Line> = {}): Line => ({
  id: sku,
  sku,
  quantity,
  reason: 'Changed my mind',
  restocked: true,
  warehouse: 'brunswick',
  ...more,
});

export const returned = (lines: Line[], more: Partial<Return> = {}): Return => ({
  number: 'RMA7',
  status: 'closed',
  approvedOn: '2026-08-01',
  lines,
  ...more,
});

/** Books returns through the connector, as the hub would. */
export async function desk(options: Parameters<typeof open>[0] = {}) {
  let now = NOW;
  const { app, twin } = open({ now: () => now, ...options });
  const all = await recordsOf(app);
  const build = async (body: Return, shipped: Shipped = []) => {
    const record = app.record('return', body);
    const refs = await app.uses(RETURNS, record);
    return app.build(
      RETURNS,
      record,
      all.filter(({ type, key }) => refs.some((ref) => ref.type === type && ref.key === key)),
      shipped,
    );
  };
  const documents = async (body: Return, shipped: Shipped = []) => {
    const built = await build(body, shipped);
    if ('documents' in built) return built.documents;
    throw new Error(JSON.stringify(built));
  };
  const ready = async (body: Return) => {
    const [document] = await documents(body);
    const shipment = app.shipment(document!);
    return { ...shipment, prepared: JSON.parse(JSON.stringify(await app.prepare(RETURNS, shipment))) };
  };
  return { app, twin, build, documents, ready, later: (ms: number) => (now += ms) };
}
