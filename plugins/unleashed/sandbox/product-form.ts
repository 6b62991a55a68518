import type { Form } from './form.js';
import type { Product } from './product.js';
import { GROUPS } from './seed/catalogue.js';
import { groupGuid, isKnownUnit, unitGuid } from './seed/products.js';
import type { Shop } from './shop.js';

const TEXTS = [
  ['Barcode', 50],
  ['Notes', 1024],
  ['ImageUrl', 500],
  ['BinLocation', 50],
  ['SourceId', 500],
  ['SourceVariantParentId', 500],
  ['XeroSalesAccount', 50],
  ['XeroCostOfGoodsAccount', 50],
  ['PurchaseAccount', 50],
  ['CommerceCode', 50],
  ['CustomsDescription', 500],
  ['Comments', 1024],
] as const;

const NUMBERS = [
  'PackSize',
  'Width',
  'Height',
  'Depth',
  'Weight',
  'MinStockAlertLevel',
  'MaxStockAlertLevel',
  'ReOrderPoint',
  'MinimumSellPrice',
  'MinimumSaleQuantity',
  'MinimumOrderQuantity',
] as const;

const PRICES = ['DefaultPurchasePrice', 'DefaultSellPrice'] as const;

const FLAGS = [
  'NeverDiminishing',
  'Obsolete',
  'TaxablePurchase',
  'TaxableSales',
  'IsSerialized',
  'IsBatchTracked',
  'IsSellable',
  'IsPurchasable',
] as const;

/** The product as it will be: fields left out keep what they hold, an explicit null empties. */
export function readProduct(shop: Shop, form: Form, before: Product): Product {
  const after: Product = { ...before, tiers: readTiers(form, before) };
  after.ProductCode = readCode(shop, form, before);
  after.ProductDescription = form.text('ProductDescription', 500) ?? before.ProductDescription;
  for (const [name, longest] of TEXTS)
    after[name] = form.empties(name) ? null : (form.text(name, longest) ?? before[name]);
  for (const name of NUMBERS) after[name] = form.empties(name) ? null : (form.number(name) ?? before[name]);
  for (const name of PRICES) after[name] = form.number(name) ?? before[name];
  for (const name of FLAGS) after[name] = form.flag(name) ?? before[name];
  after.UnitOfMeasure = readUnit(shop, form) ?? before.UnitOfMeasure;
  after.ProductGroup = readGroup(shop, form) ?? before.ProductGroup;
  after.Supplier = readSupplier(shop, form) ?? before.Supplier;
  return after;
}

function readCode(shop: Shop, form: Form, before: Product): string {
  const code = form.text('ProductCode', 100) ?? before.ProductCode;
  const twin = shop.products.coded(code);
  if (twin && twin.Guid !== before.Guid)
    form.problem('ProductCode', `Product code ${code} already exists.`, 'Duplicate');
  return code;
}

// Clients write a tier as the object they read, or as the bare price.
function readTiers(form: Form, before: Product): Product['tiers'] {
  return before.tiers.map((value, at) => {
    const name = `SellPriceTier${at + 1}`;
    if (form.empties(name)) return null;
    if (!form.has(name)) return value;
    const tier = form.isObject(name) ? form.child(name) : undefined;
    return (tier ? tier.number('Value') : form.number(name)) ?? null;
  });
}

function readUnit(shop: Shop, form: Form): Product['UnitOfMeasure'] | undefined {
  const unit = form.child('UnitOfMeasure');
  const name = unit?.text('Name', 50);
  if (!unit || name === undefined) return undefined;
  if (isKnownUnit(name)) return { Guid: unitGuid(shop.settings.seed, name), Name: name, Obsolete: false };
  return unit.problem('Name', `Unit of measure ${name} does not exist.`, 'NotFound');
}

function readGroup(shop: Shop, form: Form): Product['ProductGroup'] | undefined {
  const group = form.child('ProductGroup');
  const name = group?.text('GroupName', 50);
  if (!group || name === undefined) return undefined;
  const known = GROUPS.some((one) => one === name);
  if (known) return { Guid: groupGuid(shop.settings.seed, name), GroupName: name };
  return group.problem('GroupName', `Product group ${name} does not exist.`, 'NotFound');
}

function readSupplier(shop: Shop, form: Form): Product['Supplier'] | undefined {
  const named = form.child('Supplier');
  const code = named?.text('SupplierCode', 50);
  if (!named || code === undefined) return undefined;
  const supplier = shop.suppliers.find((one) => one.SupplierCode === code);
  if (!supplier) return named.problem('SupplierCode', `Supplier ${code} does not exist.`, 'NotFound');
  return {
    Guid: supplier.Guid,
    SupplierCode: code,
    SupplierName: supplier.SupplierName,
    SupplierProductCode: named.text('SupplierProductCode', 100) ?? null,
    SupplierProductDescription: named.text('SupplierProductDescription', 500) ?? null,
    SupplierProductPrice: named.number('SupplierProductPrice') ?? null,
  };
}
