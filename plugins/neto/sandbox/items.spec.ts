import { describe, expect, it } from 'vitest';
import { NOON, opened } from './calling.js';

const fern = { SKU: 'PLANT-MAIDEN-12', Name: 'Boston Fern', DefaultPrice: '24.95', IsActive: true };

describe('the catalogue', () => {
  it('starts with six old items, and with as many as asked for', () => {
    expect(opened().shop.items()).toHaveLength(6);
    expect(opened({ products: 0 }).shop.items()).toEqual([]);
    expect(opened({ products: 500 }).shop.items()).toHaveLength(500);
  });

  it('takes in new items and answers with their ids', async () => {
    const { call, rows } = opened();
    expect(await call('AddItem', { Item: [fern] })).toMatchObject({
      Ack: 'Success',
      Item: { InventoryID: '107', SKU: 'PLANT-MAIDEN-12' },
    });
    const OutputSelector = ['Name', 'DefaultPrice', 'IsActive', 'DateUpdatedUTC', 'DateUpdated'];
    expect(await rows('GetItem', { SKU: [fern.SKU], OutputSelector })).toEqual([
      {
        SKU: 'PLANT-MAIDEN-12',
        InventoryID: '107',
        Name: 'Boston Fern',
        DefaultPrice: '24.95',
        IsActive: 'True',
        DateUpdatedUTC: '2026-03-02 01:00:00',
        DateUpdated: '2026-03-02 12:00:00',
      },
    ]);
  });

  it('refuses a SKU of more than 25 characters, none, or one it has', async () => {
    const { call, shop } = opened();
    for (const SKU of ['X'.repeat(26), '', 'OLD-CAN-ENAMEL']) {
      expect((await call('AddItem', { Item: [{ SKU, Name: 'Odd' }] })).Ack).toBe('Error');
    }
    expect(shop.items()).toHaveLength(6);
    expect((await call('AddItem', { Item: [{ SKU: 'X'.repeat(25) }] })).Ack).toBe('Success');
  });

  it('never creates by UpdateItem: it does what it can and warns', async () => {
    const { call, shop } = opened();
    const told = await call('UpdateItem', { Item: [fern, { SKU: 'OLD-CAN-ENAMEL', Name: 'Watering Can' }] });
    expect(told).toMatchObject({
      Ack: 'Warning',
      Item: { SKU: 'OLD-CAN-ENAMEL' },
      Messages: { Warning: { Message: 'Cannot find Item PLANT-MAIDEN-12' } },
    });
    expect(shop.item('OLD-CAN-ENAMEL')!.texts.Name).toBe('Watering Can');
    expect(shop.item('PLANT-MAIDEN-12')).toBeUndefined();
    expect((await call('UpdateItem', { Item: fern })).Ack).toBe('Warning');
  });

  it('leaves alone what an update does not name, and an item it refuses', async () => {
    const { call, shop } = opened();
    await call('UpdateItem', { Item: { SKU: 'OLD-CAN-ENAMEL', UPC: '930' } });
    expect(shop.item('OLD-CAN-ENAMEL')!.texts).toMatchObject({ Name: 'Enamel Watering Can', UPC: '930' });
    const refused = await call('UpdateItem', { Item: { SKU: 'OLD-CAN-ENAMEL', UPC: '931', RRP: 'a lot' } });
    expect(refused.Ack).toBe('Error');
    expect(shop.item('OLD-CAN-ENAMEL')!.texts.UPC).toBe('930');
  });

  it('sets, raises and lowers stock warehouse by warehouse', async () => {
    const { call, shop } = opened();
    const write = (Quantity: string, Action?: string) =>
      call('UpdateItem', {
        Item: { SKU: 'OLD-CAN-ENAMEL', WarehouseQuantity: [{ WarehouseID: 2, Quantity, Action }] },
      });
    await write('10', 'set');
    await write('5', 'increment');
    await write('2.5', 'decrement');
    expect(shop.stock('OLD-CAN-ENAMEL')).toEqual({ MAIN: 7, EAST: 12.5 });
    await write('4');
    expect(shop.stock('OLD-CAN-ENAMEL')).toEqual({ MAIN: 7, EAST: 4 });
    expect((await write('4', 'guess')).Ack).toBe('Error');
  });

  it('works out a kit’s stock from its scarcest component and takes none for it', async () => {
    const { call, rows, shop } = opened({ quirks: false });
    const KitComponents = {
      KitComponent: [
        { ComponentSKU: 'OLD-CANDLE-LEMON', AssembleQuantity: 5 },
        { ComponentSKU: 'OLD-PRINT-FERN-A3', AssembleQuantity: 1 },
        { ComponentSKU: 'NOT-THERE', AssembleQuantity: 1 },
      ],
    };
    const added = await call('AddItem', { Item: { SKU: 'KIT', KitComponents } });
    expect(added).toMatchObject({ Ack: 'Warning', Messages: { Warning: [{ Message: 'Cannot find Item NOT-THERE' }] } });
    expect(shop.stock('KIT')).toEqual({ MAIN: 4, EAST: 1 });
    const told = await call('UpdateItem', { Item: { SKU: 'KIT', WarehouseQuantity: { WarehouseID: 1, Quantity: 9 } } });
    expect(told.Ack).toBe('Warning');
    const [kit] = await rows('GetItem', { SKU: 'KIT', OutputSelector: ['WarehouseQuantity', 'KitComponents'] });
    expect(kit!.WarehouseQuantity).toEqual([
      { WarehouseID: '1', Quantity: '4' },
      { WarehouseID: '2', Quantity: '1' },
    ]);
    expect(kit!.KitComponents).toMatchObject({
      KitComponent: [{ ComponentSKU: 'OLD-CANDLE-LEMON', AssembleQuantity: '5' }, {}],
    });
    const gone = { KitComponent: { ComponentSKU: 'OLD-CANDLE-LEMON', Delete: true } };
    await call('UpdateItem', { Item: { SKU: 'KIT', KitComponents: gone } });
    expect(shop.stock('KIT')).toEqual({ MAIN: 15, EAST: 15 });
  });

  it('keeps a price for every group, the default price being that of the first', async () => {
    const { call, rows } = opened({ quirks: false });
    const groups = (PriceGroup: unknown) =>
      call('UpdateItem', { Item: { SKU: 'OLD-CAN-ENAMEL', PriceGroups: { PriceGroup } } });
    await groups([
      { GroupID: 1, Price: '61' },
      { Group: 'Price B', Price: '50.5', MinimumQuantity: 6 },
    ]);
    const [can] = await rows('GetItem', { SKU: 'OLD-CAN-ENAMEL', OutputSelector: ['DefaultPrice', 'PriceGroups'] });
    expect(can).toMatchObject({
      DefaultPrice: '61.00',
      PriceGroups: {
        PriceGroup: [
          { GroupID: '1', Group: 'Price A', Price: '61.00' },
          { GroupID: '2', Price: '50.50', MinimumQuantity: '6' },
        ],
      },
    });
    await groups({ GroupID: 2, Delete: 'True' });
    const [after] = await rows('GetItem', { SKU: 'OLD-CAN-ENAMEL', OutputSelector: ['PriceGroups'] });
    expect(after!.PriceGroups).toMatchObject({ PriceGroup: [{ GroupID: '1' }] });
    expect((await groups({ GroupID: 99, Price: 1 })).Ack).toBe('Error');
  });

  it('moves DateUpdatedUTC, so that a watermark finds the change', async () => {
    let now = NOON;
    const { call, rows } = opened({ now: () => now });
    now += 60_000;
    await call('UpdateItem', { Item: { SKU: 'OLD-CAN-ENAMEL', WarehouseQuantity: { WarehouseID: 1, Quantity: 1 } } });
    expect(
      await rows('GetItem', { DateUpdatedFrom: '2026-03-02 12:00:30', OutputSelector: ['DateUpdatedUTC'] }),
    ).toEqual([{ SKU: 'OLD-CAN-ENAMEL', InventoryID: '103', DateUpdatedUTC: '2026-03-02 01:01:00' }]);
  });

  it('tells in the order asked for', async () => {
    const { rows } = opened();
    const names = async (OrderDirection: string) => {
      const told = await rows('GetItem', {
        IsActive: 'True',
        OrderBy: 'Name',
        OrderDirection,
        OutputSelector: ['Name'],
      });
      return told.map(({ Name }) => Name);
    };
    const up = await names('ASC');
    expect(up).toEqual([...up].sort());
    expect(await names('DESC')).toEqual([...up].reverse());
  });

  it('counts what open orders hold back', async () => {
    const { shop, rows } = opened({ sales: 0 });
    shop.placeOrder({ lines: [{ sku: 'OLD-GIFT-GARDENER', quantity: 2 }] });
    shop.cancel(shop.placeOrder({ lines: [{ sku: 'OLD-CANDLE-LEMON', quantity: 9 }] }).id);
    const OutputSelector = ['CommittedQuantity', 'AvailableSellQuantity'];
    expect(await rows('GetItem', { SKU: 'OLD-CANDLE-LEMON', OutputSelector })).toMatchObject([
      { CommittedQuantity: '2', AvailableSellQuantity: '28' },
    ]);
  });
});
