import { describe, expect, it } from 'vitest';
import { connected, sent } from './neto.js';

type At = ReturnType<typeof connected>;

const GIFT = 'OLD-GIFT-GARDENER';
const kit = ({ app }: At, sku: string, components: Record<string, string>, more = {}) =>
  app.record('kit', {
    sku,
    components: Object.entries(components).map(([part, quantity]) => ({ sku: part, quantity })),
    ...more,
  });
const parts = ({ shop }: At, sku: string) =>
  Object.fromEntries(shop.item(sku)!.kit.map((part) => [part.sku, part.quantity / 1000]));

describe('a kit', () => {
  it('has the components that another app says, and no others', async () => {
    const at = connected();
    const wanted = { 'OLD-CAN-ENAMEL': '2', 'OLD-BASKET-JUTE': '1' };
    const results = await sent(at.app, 'export-kits', [kit(at, GIFT, wanted)]);
    expect(results).toEqual([{ done: true, remoteId: String(at.shop.item(GIFT)!.id) }]);
    expect(parts(at, GIFT)).toEqual({ 'OLD-CAN-ENAMEL': 2, 'OLD-BASKET-JUTE': 1 });
  });

  it('comes back with its components in the order they were told', async () => {
    const at = connected();
    const told = kit(at, GIFT, { 'OLD-PRINT-FERN-A3': '1', 'OLD-CANDLE-LEMON': '3' });
    await sent(at.app, 'export-kits', [told]);
    const { records } = await at.app.pull('import-kits');
    expect(records).toEqual([told.body]);
  });

  it('is written whole or not at all: while a component is missing it waits', async () => {
    const at = connected();
    const before = parts(at, GIFT);
    const results = await sent(at.app, 'export-kits', [
      kit(at, GIFT, { 'OLD-CAN-ENAMEL': '1', 'PLANT-FERN': '1' }),
      kit(at, 'KIT-NEW', { 'OLD-CAN-ENAMEL': '1' }),
      kit(at, 'OLD-BASKET-JUTE', { 'OLD-CAN-ENAMEL': '1' }),
    ]);
    expect(results).toMatchObject([
      { waiting: expect.stringContaining('PLANT-FERN') },
      { waiting: expect.stringContaining('KIT-NEW') },
      { done: true },
    ]);
    expect(parts(at, GIFT)).toEqual(before);
  });

  it('that is put together beforehand, or has no components, is left as it is', async () => {
    const at = connected();
    const beforehand = kit(at, GIFT, { 'OLD-CAN-ENAMEL': '1' }, { autoAssembles: false });
    expect(await at.app.build('export-kits', beforehand)).toHaveProperty('notDue');
    expect(await at.app.build('export-kits', kit(at, GIFT, {}))).toHaveProperty('notDue');
  });
});
