import { type BuildContext, type HubRecord, type SendContext, type StateItem, stateTask } from 'patchbay/sdk';
import type { NetoApi, Row, Verdict } from '../client.js';
import { isAboveZero } from '../decimals.js';
import { said } from '../mappings/transforms.js';
import { ITEM } from '../nouns.js';
import { groupOf, TIERS } from '../price-groups.js';
import { flag, known, resultOf, tooLong } from './results.js';

const PRICES = ['price', ...TIERS.map((tier) => `price${tier}` as const)] as const;

export const exportProducts = stateTask<'product', NetoApi, Row>({
  id: 'export-products',
  title: 'Update products',
  record: 'product',
  schedule: 'every 5 minutes',
  after: ['import-products'],
  batch: 50,
  fields: [
    'name',
    'purchasePrice',
    ...PRICES,
    'barcode',
    'notes',
    'length',
    'width',
    'height',
    'weight',
    'reorderQuantity',
    'restockQuantity',
    'pickZone',
    'supplier',
    'group',
    'unit',
    'active',
  ],
  watch: { fields: [...PRICES], percent: 10 },
  build(record, ctx) {
    if (record.body.active === false && record.remoteId === undefined)
      return { notDue: 'It is no longer sold, and not in the store.' };
    return tooLong('SKU', record.key) ?? itemOf(record, ctx);
  },
  async send(items, ctx) {
    const verdicts = await ctx.api.put(
      ITEM,
      items.map(({ payload }) => payload),
      (item) => newItem(item, ctx),
    );
    const ids = await idsOf(items, verdicts, ctx.api);
    return items.map(({ key }, at) =>
      resultOf(verdicts[at], ids.get(key), { rejected: 'It is no longer sold, and not in the store.' }),
    );
  },
});

/** What the store is told. Prices of zero are never written: they would give the goods away. */
function itemOf({ key, body }: HubRecord<'product'>, { advanced }: Pick<BuildContext, 'advanced'>): Row {
  const amount = (value: unknown) => (isAboveZero(value) ? said(value) : null);
  // The store price is the price of one of the groups. Where both are known, the store price is the one that counts there.
  const taken = amount(body.price) === null ? undefined : said(advanced.defaultGroup);
  const groups = TIERS.flatMap((tier) => {
    const GroupID = groupOf(advanced, tier);
    const Price = amount(body[`price${tier}`]);
    return GroupID !== undefined && GroupID !== taken && Price !== null ? [{ GroupID, Price }] : [];
  });
  return known<unknown>({
    SKU: key,
    Name: body.name,
    DefaultPurchasePrice: amount(body.purchasePrice),
    DefaultPrice: amount(body.price),
    PriceGroups: groups.length > 0 ? { PriceGroup: groups } : null,
    UPC: body.barcode,
    InternalNotes: body.notes,
    ShippingLength: body.length,
    ShippingWidth: body.width,
    ShippingHeight: body.height,
    ShippingWeight: body.weight,
    ReorderQty: body.reorderQuantity,
    RestockQty: body.restockQuantity,
    PickZone: body.pickZone,
    PrimarySupplier: body.supplier,
    Group: body.group,
    UnitOfMeasure: body.unit,
    // Only ever switched off: the store may hide for reasons of its own what is sold elsewhere.
    IsActive: body.active === false ? 'False' : null,
  });
}

/** What an item that another app has and the store doesn't begins as. One that isn't sold isn't added. */
function newItem(item: Row, { advanced, store }: SendContext<NetoApi>): Row | undefined {
  if (item.IsActive === 'False') return undefined;
  return {
    IsActive: 'True',
    Visible: 'True',
    Approved: flag(advanced.newProducts !== 'held-back'),
    ...known({ TaxInclusive: flag(store.taxInclusive) }),
    ...item,
  };
}

/** The store's own ids, by SKU: an SKU may be changed there, and then it is still the same product. */
async function idsOf(items: StateItem[], verdicts: Verdict[], api: NetoApi): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  const asking: string[] = [];
  for (const [at, { key, remoteId }] of items.entries()) {
    const verdict = verdicts[at];
    if (!verdict || !('done' in verdict)) continue;
    const id = said(verdict.row.InventoryID) ?? remoteId;
    if (id) ids.set(key, id);
    else asking.push(key);
  }
  if (asking.length === 0) return ids;
  for (const row of await api.all({ ...ITEM, selectors: ['InventoryID'] }, { SKU: asking })) {
    const id = said(row.InventoryID);
    if (id) ids.set(String(row.SKU), id);
  }
  return ids;
}
