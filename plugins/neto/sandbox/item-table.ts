import type { StoreClock } from './clock.js';
import { money, quantity } from './decimal.js';
import type { Criteria } from './filter.js';
import { AMOUNTS, DEFAULT_GROUP, FLAGS, type GroupPrice, type Item, LISTS, TEXTS, USER_GROUPS } from './item.js';
import type { Table } from './selectors.js';
import { flag, type Row, type Wire } from './wire.js';

export interface ItemSurroundings {
  clock: StoreClock;
  /** By warehouse id, worked out for a kit. */
  stock(item: Item): Record<string, number>;
  committed(item: Item): number;
}

export function itemTable(shop: ItemSurroundings, withBands: boolean): Table<Item> {
  const { clock } = shop;
  const sum = (item: Item) => Object.values(shop.stock(item)).reduce((so, one) => so + one, 0);
  return {
    always: { SKU: (item) => item.sku, InventoryID: (item) => String(item.id) },
    columns: {
      ID: (item) => String(item.id),
      ...columns(TEXTS, (name) => (item) => item.texts[name] ?? ''),
      ...columns(AMOUNTS, (name) => (item) => money(item.amounts[name] ?? 0)),
      ...columns(FLAGS, (name) => (item) => flag(item.flags[name] ?? false)),
      ...columns(Object.keys(LISTS), (name) => (item) => item.lists[name] ?? ''),
      DefaultPrice: (item) => money(item.priceGroups[DEFAULT_GROUP]?.price ?? 0),
      PriceGroups: (item) => ({
        PriceGroup: Object.entries(item.priceGroups).map(([id, group]) => groupRow(id, group, withBands)),
      }),
      WarehouseQuantity: (item) =>
        Object.entries(shop.stock(item)).map(([id, units]) => ({ WarehouseID: id, Quantity: quantity(units) })),
      CommittedQuantity: (item) => quantity(shop.committed(item)),
      AvailableSellQuantity: (item) => quantity(Math.max(0, sum(item) - shop.committed(item))),
      KitComponents: (item) => ({
        KitComponent: item.kit.map((one) => ({
          ComponentSKU: one.sku,
          AssembleQuantity: quantity(one.quantity),
          ...one.texts,
        })),
      }),
      ...dates('DateAdded', clock, (item) => item.dateAdded),
      ...dates('DateCreated', clock, (item) => item.dateAdded),
      ...dates('DateUpdated', clock, (item) => item.dateUpdated),
    },
  };
}

export const ITEM_CRITERIA: Criteria<Item> = {
  texts: {
    SKU: (item) => item.sku,
    InventoryID: (item) => String(item.id),
    ...columns(['ParentSKU', 'AccountingCode', 'Brand', 'Model', 'Name', 'PrimarySupplier'], (name) => (item) => {
      return item.texts[name] ?? '';
    }),
  },
  flags: columns(
    ['Approved', 'ApprovedForPOS', 'ApprovedForMobileStore', 'Visible', 'IsActive', 'IsNetoUtility', 'IsGiftVoucher'],
    (name) => (item) => item.flags[name] ?? false,
  ),
  instants: {
    DateAdded: (item) => item.dateAdded,
    DateCreated: (item) => item.dateAdded,
    DateUpdated: (item) => item.dateUpdated,
  },
};

/** What GetItem may be ordered by. */
export const ITEM_ORDERS: Record<string, (item: Item) => string | number> = {
  ParentSKU: (item) => item.texts.ParentSKU ?? '',
  ID: (item) => item.id,
  Model: (item) => item.texts.Model ?? '',
  Name: (item) => item.texts.Name ?? '',
  IsActive: (item) => (item.flags.IsActive ? 1 : 0),
  DateAdded: (item) => item.dateAdded,
  DateUpdated: (item) => item.dateUpdated,
};

function groupRow(id: string, group: GroupPrice, withBands: boolean): Row {
  const row: Row = { GroupID: id, Group: USER_GROUPS[id] ?? '', Price: money(group.price), ...group.texts };
  if (group.promotion !== undefined) row.PromotionPrice = money(group.promotion);
  if (withBands) {
    const bands = group.bands.map((one) => ({
      Price: money(one.price),
      MinimumQuantity: one.minimum,
      MaximumQuantity: one.maximum,
    }));
    row.MultilevelBands = { MultiLevelBand: bands };
  }
  return row;
}

function columns<V>(names: string[], of: (name: string) => (item: Item) => V): Record<string, (item: Item) => V> {
  return Object.fromEntries(names.map((name) => [name, of(name)]));
}

function dates(name: string, clock: StoreClock, of: (item: Item) => number): Record<string, (item: Item) => Wire> {
  return {
    [name]: (item) => clock.local(of(item)),
    [`${name}Local`]: (item) => clock.local(of(item)),
    [`${name}UTC`]: (item) => clock.utc(of(item)),
  };
}
