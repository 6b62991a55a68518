import { expect, it } from 'vitest';
import { createSandbox } from './index.js';
import { ask, GUID, listed, wrongs } from './testing.js';

const AT = Date.UTC(2026, 10, 22);

it('holds five bills, of which four assemble by themselves', async () => {
  const { Items } = await listed(createSandbox(), '/BillOfMaterials/1');
  expect(Items).toHaveLength(5);
  expect(Items.filter((bill) => bill.CanAutoAssemble)).toHaveLength(4);
  expect(Items[1]).toMatchObject({
    BillNumber: 'BOM-00000002',
    Product: { ProductCode: 'KIT-HERB' },
    BillOfMaterialsLines: [
      { Quantity: 1 },
      { Quantity: 1 },
      { Quantity: 1 },
      { Product: { ProductCode: 'POT-TERRA-10' }, Quantity: 3 },
    ],
  });
});

it('knows no modifiedSince, like the app, but finds the bill of one product', async () => {
  const twin = createSandbox();
  const { Items } = await listed(twin, '/BillOfMaterials/1?modifiedSince=2030-01-01');
  expect(Items).toHaveLength(5);
  const [first] = Items as { Product: { Guid: string } }[];
  expect((await listed(twin, `/BillOfMaterials/1?productGuid=${first?.Product.Guid}`)).Items).toEqual([first]);
});

it('takes a new bill, and its products then say what they are', async () => {
  const twin = createSandbox({ now: () => AT });
  const { status, body } = await ask(twin, 'POST', `/BillOfMaterials/${GUID}`, {
    Product: { ProductCode: 'POT-STAND-OAK' },
    BillOfMaterialsLines: [{ Product: { ProductCode: 'TOOL-METER' }, Quantity: 2 }],
    CanAutoAssemble: true,
  });
  expect(status).toBe(201);
  expect(body).toMatchObject({ Guid: GUID, LastModifiedOn: `/Date(${AT})/` });
  const changed = (await listed(twin, '/Products/1?modifiedSince=2026-11-22')).Items;
  expect(changed).toMatchObject([
    { ProductCode: 'POT-STAND-OAK', IsAssembledProduct: true },
    { ProductCode: 'TOOL-METER', IsComponent: true },
  ]);
});

it('hides a bill that became obsolete unless asked', async () => {
  const twin = createSandbox();
  const [first] = (await listed(twin, '/BillOfMaterials/1')).Items;
  await ask(twin, 'PUT', `/BillOfMaterials/${first?.Guid}`, { Obsolete: true });
  expect((await listed(twin, '/BillOfMaterials/1')).Items).toHaveLength(4);
  expect((await listed(twin, '/BillOfMaterials/1?includeObsolete=true')).Items).toHaveLength(5);
});

it('refuses a product that is a part of itself, even by way of another', async () => {
  const { body } = await ask(createSandbox(), 'POST', `/BillOfMaterials/${GUID}`, {
    Product: { ProductCode: 'PLANT-BASIL-9' },
    BillOfMaterialsLines: [{ Product: { ProductCode: 'KIT-HERB' }, Quantity: 1 }],
  });
  expect(wrongs(body)).toEqual(['BillOfMaterialsLines Circular']);
});

it('has only bills whose products exist in a smaller shop', async () => {
  expect((await listed(createSandbox({ products: 20 }), '/BillOfMaterials/1')).Items).toEqual([]);
});
