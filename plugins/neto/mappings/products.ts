import { mapping, type RowTo, transform } from 'patchbay/sdk';
import type { Row } from '../client.js';
import { groupOf, TIERS, type Tier } from '../price-groups.js';
import { aboveZero, first, number, said, yes, yesNo } from './transforms.js';

const isKit = transform('whether it has components', (parts) => Array.isArray(parts) && parts.length > 0);
const untracked = transform('the opposite', (inventoried) => {
  const kept = yes(inventoried);
  return kept === null ? null : !kept;
});

/** The price of the user group that stands for a tier. The group of the store price says nothing about a tier: it has but one price. */
const priceOf = (tier: Tier) =>
  transform(`of the group set for Price ${tier}`, (groups, ctx, row) => {
    const group = groupOf(ctx.advanced, tier);
    if (!group || group === said(ctx.advanced.defaultGroup)) return null;
    const priced = Array.isArray(groups) ? groups.find((one: Row | null) => said(one?.GroupID) === group) : undefined;
    return aboveZero.apply(priced?.Price, ctx, row);
  });

/** A store that had products before knows things nobody else does; what another app decides stays as that app says. */
const filling = (rows: RowTo<'product'>[]): RowTo<'product'>[] => rows.map((row) => ({ master: 'fill', ...row }));

export const productMapping = mapping('products', 'product', {
  title: 'Products',
  remoteId: 'InventoryID',
  rows: [
    { from: 'SKU', to: 'sku' },
    ...filling([
      { from: 'Name', to: 'name', as: first(500) },
      { from: 'DefaultPurchasePrice', to: 'purchasePrice', label: 'Default purchase price', as: aboveZero },
      { from: 'DefaultPrice', to: 'price', label: 'Default price', as: aboveZero },
      ...TIERS.map(
        (tier): RowTo<'product'> => ({
          from: 'PriceGroups',
          to: `price${tier}`,
          label: `Price of the group for ${tier}`,
          as: priceOf(tier),
        }),
      ),
      { from: 'UPC', to: 'barcode', as: first(50) },
      { from: 'InternalNotes', to: 'notes', label: 'Internal notes', as: first(20_000) },
      { from: 'ShippingLength', to: 'length', label: 'Shipping length', as: aboveZero },
      { from: 'ShippingWidth', to: 'width', label: 'Shipping width', as: aboveZero },
      { from: 'ShippingHeight', to: 'height', label: 'Shipping height', as: aboveZero },
      { from: 'ShippingWeight', to: 'weight', label: 'Shipping weight', as: aboveZero },
      { from: 'ReorderQty', to: 'reorderQuantity', label: 'Reorder quantity', as: number },
      { from: 'RestockQty', to: 'restockQuantity', label: 'Restock quantity', as: number },
      { from: 'PickZone', to: 'pickZone', label: 'Pick zone', as: first(50) },
      { from: 'KitComponents', to: 'isKit', label: 'Kit components', as: isKit },
      { from: 'PrimarySupplier', to: 'supplier', label: 'Primary supplier', as: first(100) },
      { from: 'Group', to: 'group', as: first(200) },
      { from: 'UnitOfMeasure', to: 'unit', label: 'Unit of measure', as: first(50) },
      { from: 'IsActive', to: 'active', label: 'Active', as: yesNo },
      { from: 'SerialTracking', to: 'tracked', label: 'Serial tracking', as: yesNo },
      { from: 'IsGiftVoucher', to: 'voucher', label: 'Is a gift voucher', as: yesNo },
      { from: 'TaxFreeItem', to: 'taxFree', label: 'Tax free', as: yesNo },
      { from: 'TaxCategory', to: 'taxCategory', label: 'Tax category', as: first(50) },
      { from: 'IncomeAccount', to: 'incomeAccount', label: 'Income account', as: first(50) },
      { from: 'CostOfSalesAccount', to: 'cogsAccount', label: 'Cost of sales account', as: first(50) },
      { from: 'AssetAccount', to: 'assetAccount', label: 'Asset account', as: first(50) },
      { from: 'ExpenseAccount', to: 'expenseAccount', label: 'Expense account', as: first(50) },
      { from: 'IsInventoried', to: 'untracked', label: 'Is inventoried', as: untracked },
    ]),
  ],
});
