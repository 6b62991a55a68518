import { twin } from 'patchbay/sdk';
import { found, Invalid, nothing } from '../desk/answers.js';
import { wireInstant } from '../desk/dates.js';
import { FINE, fineOf, shared } from '../desk/decimals.js';
import type { Form } from '../desk/form.js';
import { list, type Noun, show } from '../desk/listing.js';
import type { Call, Route } from '../desk/router.js';
import { type Problems, saveEach } from '../desk/saving.js';
import { accountBy } from './accounts.js';
import type { Books } from './books.js';
import type { Item, Trade } from './item.js';
import { taxRateBy } from './tax-rates.js';

export const itemNoun: Noun<Item> = {
  name: 'Items',
  idName: 'ItemID',
  unpaged: true,
  shelf: (books) => books.items,
  fields: {
    ItemID: (item) => item.id,
    Code: (item) => item.code,
    Name: (item) => item.name,
    IsSold: (item) => item.isSold,
    IsPurchased: (item) => item.isPurchased,
    IsTrackedAsInventory: (item) => item.inventoryAccountCode !== undefined,
    UpdatedDateUTC: (item) => item.updated,
  },
  lookups: {
    Code: (books, code) => books.items.by('code', String(code)),
    ItemID: (books, id) => [books.items.get(String(id)) ?? []].flat(),
  },
  write: (item, { places }) => ({
    ItemID: item.id,
    Code: item.code,
    ...(item.name === undefined ? {} : { Name: item.name }),
    ...(item.description === undefined ? {} : { Description: item.description }),
    ...(item.purchaseDescription === undefined ? {} : { PurchaseDescription: item.purchaseDescription }),
    UpdatedDateUTC: wireInstant(item.updated),
    PurchaseDetails: tradeWire(item.purchase, places),
    SalesDetails: tradeWire(item.sales, places),
    IsTrackedAsInventory: item.inventoryAccountCode !== undefined,
    ...(item.inventoryAccountCode
      ? { InventoryAssetAccountCode: item.inventoryAccountCode, QuantityOnHand: 0, TotalCostPool: 0 }
      : {}),
    IsSold: item.isSold,
    IsPurchased: item.isPurchased,
  }),
};

const tradeWire = ({ unitPrice, accountCode, cogsAccountCode, taxType }: Trade, places: 2 | 4) => ({
  ...(unitPrice === undefined ? {} : { UnitPrice: fineOf(toPlaces(unitPrice, places)) }),
  ...(accountCode ? { AccountCode: accountCode } : {}),
  ...(cogsAccountCode ? { COGSAccountCode: cogsAccountCode } : {}),
  ...(taxType ? { TaxType: taxType } : {}),
});

/** Ten-thousandths, rounded to as many decimals as the request speaks of. */
export const toPlaces = (units: number, places: 2 | 4): number =>
  places === FINE ? units : shared([units], 100) * 100;

function saveItem(books: Books, form: Form, problems: Problems, places: 2 | 4, before?: Item): Item {
  const code = form.word('Code') ?? before?.code;
  problems.unless(code, 'Item code must be specified');
  problems.unless((code?.length ?? 0) <= 30, 'The length of Code must be 30 or less');
  problems.unless((form.text('Name')?.length ?? 0) <= 50, 'The length of Name must be 50 or less');
  problems.unless((form.text('Description')?.length ?? 0) <= 4000, 'The length of Description must be 4000 or less');
  const holder = code ? books.items.by('code', code).at(-1) : undefined;
  problems.unless(!holder || holder.id === before?.id, `Price List Item with Code ''${code}'' already exists`);
  const sales = readTrade(books, form.one('SalesDetails'), problems, places, before?.sales);
  const purchase = readTrade(books, form.one('PurchaseDetails'), problems, places, before?.purchase);
  problems.throwIfAny();
  return books.items.put({
    id: before?.id ?? books.newId('item'),
    updated: books.stamp(),
    code: code!,
    name: form.text('Name') ?? before?.name,
    description: form.text('Description') ?? before?.description,
    purchaseDescription: form.text('PurchaseDescription') ?? before?.purchaseDescription,
    isSold: form.flag('IsSold') ?? before?.isSold ?? true,
    isPurchased: form.flag('IsPurchased') ?? before?.isPurchased ?? true,
    sales,
    purchase,
    inventoryAccountCode: form.word('InventoryAssetAccountCode') ?? before?.inventoryAccountCode,
  });
}

function readTrade(books: Books, form: Form | undefined, problems: Problems, places: 2 | 4, before: Trade = {}): Trade {
  if (!form) return before;
  const [account, cogs, taxType] = [form.word('AccountCode'), form.word('COGSAccountCode'), form.word('TaxType')];
  for (const code of [account, cogs]) {
    problems.unless(
      !code || accountBy(books, undefined, code),
      `Account code '${code}' is not a valid code for this item`,
    );
  }
  problems.unless(
    !taxType || taxRateBy(books, taxType),
    `The TaxType code ${taxType} does not exist or cannot be used for this type of transaction.`,
  );
  const unitPrice = form.fine('UnitPrice');
  return {
    unitPrice: unitPrice === undefined ? before.unitPrice : toPlaces(unitPrice, places),
    accountCode: account ?? before.accountCode,
    cogsAccountCode: cogs ?? before.cogsAccountCode,
    taxType: taxType ?? before.taxType,
  };
}

/** By id, or by its code. */
function itemAt({ books, params }: Call): Item {
  const key = params[0]!;
  return found((twin.isGuid(key) ? books.items.get(key) : undefined) ?? books.items.by('code', key).at(-1));
}

const create = (call: Call) =>
  saveEach(call, itemNoun, (form, problems) => saveItem(call.books, form, problems, call.query.unitPlaces));

const createOrUpdate = (call: Call) =>
  saveEach(call, itemNoun, (form, problems) => {
    const { books } = call;
    const [id, code] = [form.word('ItemID'), form.word('Code')];
    const before = id ? books.items.get(id) : books.items.by('code', code ?? '').at(-1);
    if (id && !before) throw new Invalid([`The item with the specified ItemID ${id} could not be found`]);
    return saveItem(books, form, problems, call.query.unitPlaces, before);
  });

function update(call: Call) {
  const item = itemAt(call);
  return saveEach(call, itemNoun, (form, problems) =>
    saveItem(call.books, form, problems, call.query.unitPlaces, item),
  );
}

function remove(call: Call) {
  call.books.items.remove(itemAt(call).id);
  return nothing();
}

export const itemRoutes: Route[] = [
  { method: 'GET', path: '/Items', answer: (call) => list(call, itemNoun) },
  { method: 'GET', path: '/Items/*', answer: (call) => show(call, itemNoun, itemAt(call)) },
  { method: 'PUT', path: '/Items', answer: create },
  { method: 'POST', path: '/Items', answer: createOrUpdate },
  { method: 'POST', path: '/Items/*', answer: update },
  { method: 'DELETE', path: '/Items/*', answer: remove },
];
