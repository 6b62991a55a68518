import { cents, thousandths } from './decimal.js';
import { AMOUNTS, DEFAULT_GROUP, FLAGS, type GroupPrice, type Item, LISTS, TEXTS, USER_GROUPS } from './item.js';
import { Missing, Refusal } from './refusal.js';
import { type Given, givenList, isTrue, own, type Row, text, type Wire } from './wire.js';

/** What an item must know of its surroundings while it is written. */
export interface EntryRules {
  exists(sku: string): boolean;
  warehouseExists(id: string): boolean;
  warn(message: string): void;
}

/** Takes over what an AddItem or UpdateItem element says; fields it does not name stay as they are. */
export function writeItem(item: Item, given: Given, rules: EntryRules): void {
  each(given, TEXTS, (name, value) => (item.texts[name] = value));
  each(given, AMOUNTS, (name, value) => (item.amounts[name] = cents(value || '0')));
  each(given, FLAGS, (name, value) => (item.flags[name] = isTrue(value)));
  for (const [name, inside] of Object.entries(LISTS)) {
    if (given[name] !== undefined) item.lists[name] = { [inside]: givenList(given[name], inside).map(asRow) };
  }
  each(given, ['DefaultPrice'], (_, value) => (group(item, DEFAULT_GROUP).price = cents(value || '0')));
  for (const one of givenList(given.PriceGroups, 'PriceGroup')) writeGroup(item, one);
  for (const one of givenList(given.KitComponents, 'KitComponent')) writeComponent(item, one, rules);
  for (const one of givenList(given.WarehouseQuantity)) writeStock(item, one, rules);
}

function writeGroup(item: Item, given: Given): void {
  const named = text(given.Group);
  const id = text(given.GroupID) || Object.keys(USER_GROUPS).find((one) => USER_GROUPS[one] === named);
  if (!id || !own(USER_GROUPS, id))
    throw new Refusal(`Cannot find price group ${id ?? named ?? ''} for Item ${item.sku}`);
  if (isTrue(given.Delete)) {
    delete item.priceGroups[id];
    return;
  }
  const priced = group(item, id);
  each(given, ['Price'], (_, value) => (priced.price = cents(value || '0')));
  each(given, ['PromotionPrice'], (_, value) => (priced.promotion = value === '' ? undefined : cents(value)));
  each(given, ['MinimumQuantity', 'MaximumQuantity', 'Multiple', 'MultipleStartQuantity'], (name, value) => {
    priced.texts[name] = value;
  });
  if (given.MultilevelBands !== undefined) {
    priced.bands = givenList(given.MultilevelBands, 'MultiLevelBand').map((band) => ({
      price: cents(text(band.Price) || '0'),
      minimum: text(band.MinimumQuantity) ?? '',
      maximum: text(band.MaximumQuantity) ?? '',
    }));
  }
}

function group(item: Item, id: string): GroupPrice {
  item.priceGroups[id] ??= { price: 0, texts: {}, bands: [] };
  return item.priceGroups[id];
}

function writeComponent(item: Item, given: Given, rules: EntryRules): void {
  const sku = text(given.ComponentSKU) ?? '';
  const others = item.kit.filter((one) => one.sku !== sku);
  if (isTrue(given.Delete)) {
    item.kit = others;
    return;
  }
  if (sku === item.sku) throw new Refusal(`Item ${sku} cannot be a component of itself`);
  if (!rules.exists(sku)) {
    rules.warn(new Missing('Item', sku).message);
    return;
  }
  const quantity = thousandths(text(given.AssembleQuantity) || '1');
  if (quantity <= 0) throw new Refusal(`AssembleQuantity of ${sku} must be above zero`);
  const texts: Record<string, string> = {};
  each(given, ['ComponentValue', 'MinimumQuantity', 'MaximumQuantity', 'SortOrder'], (name, value) => {
    texts[name] = value;
  });
  item.kit = [...others, { sku, quantity, texts }];
}

function writeStock(item: Item, given: Given, rules: EntryRules): void {
  const warehouse = text(given.WarehouseID) ?? '';
  if (!rules.warehouseExists(warehouse)) throw new Missing('Warehouse', warehouse);
  if (item.kit.length > 0) {
    rules.warn(`Stock of Item ${item.sku} comes from its kit components`);
    return;
  }
  const units = thousandths(text(given.Quantity) || '0');
  const before = item.stock[warehouse] ?? 0;
  const action = (text(given.Action) || 'set').toLowerCase();
  const after = own({ set: units, increment: before + units, decrement: before - units }, action);
  if (after === undefined) throw new Refusal(`Invalid WarehouseQuantity Action '${action}'`);
  item.stock[warehouse] = after;
}

function each(given: Given, names: string[], take: (name: string, value: string) => unknown): void {
  for (const name of names) {
    const value = text(given[name]);
    if (value !== undefined) take(name, value);
  }
}

function asRow(given: Given): Row {
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, value]): [string, Wire][] => {
      const told = text(value);
      return told === undefined ? [] : [[name, told]];
    }),
  );
}
