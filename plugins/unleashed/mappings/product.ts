import { mapping, transform } from 'patchbay/sdk';
import { sellPrice, tierPrice, unlessObsolete } from './transforms.js';

const LONGEST_SKU = 25;

/** What the shop can't take as a SKU is refused once, here, and passed over wherever else it turns up. */
export const fitsAsSku = (code: string): boolean => code.length <= LONGEST_SKU;

export const productMapping = mapping('products', 'product', {
  title: 'Product fields',
  remoteId: 'Guid',
  rows: [
    { from: 'ProductCode', to: 'sku', label: 'Product code' },
    { from: 'ProductDescription', to: 'name', label: 'Product description' },
    { from: 'DefaultPurchasePrice', to: 'purchasePrice', label: 'Default purchase price' },
    { from: 'DefaultSellPrice', to: 'price', label: 'Default sell price', as: sellPrice },
    { from: 'SellPriceTier1', to: 'priceA', label: 'Sell price tier 1', as: tierPrice },
    { from: 'SellPriceTier2', to: 'priceB', label: 'Sell price tier 2', as: tierPrice },
    { from: 'SellPriceTier3', to: 'priceC', label: 'Sell price tier 3', as: tierPrice },
    { from: 'SellPriceTier4', to: 'priceD', label: 'Sell price tier 4', as: tierPrice },
    { from: 'SellPriceTier5', to: 'priceE', label: 'Sell price tier 5', as: tierPrice },
    { from: 'SellPriceTier6', to: 'priceF', label: 'Sell price tier 6', as: tierPrice },
    { from: 'SellPriceTier7', to: 'priceG', label: 'Sell price tier 7', as: tierPrice },
    { from: 'SellPriceTier8', to: 'priceH', label: 'Sell price tier 8', as: tierPrice },
    { from: 'SellPriceTier9', to: 'priceI', label: 'Sell price tier 9', as: tierPrice },
    { from: 'SellPriceTier10', to: 'priceJ', label: 'Sell price tier 10', as: tierPrice },
    { from: 'Barcode', to: 'barcode' },
    { from: 'Notes', to: 'notes' },
    { from: 'Depth', to: 'length' },
    { from: 'Width', to: 'width' },
    { from: 'Height', to: 'height' },
    { from: 'Weight', to: 'weight' },
    { from: 'ReOrderPoint', to: 'reorderQuantity', label: 'Reorder point' },
    { from: 'MinStockAlertLevel', to: 'restockQuantity', label: 'Minimum stock alert level' },
    { from: 'BinLocation', to: 'pickZone', label: 'Bin location' },
    { from: 'IsAssembledProduct', to: 'isKit', label: 'Is assembled product' },
    { from: 'IsComponent', to: 'isComponent', label: 'Is component' },
    { from: 'Supplier.SupplierCode', to: 'supplier', label: 'Supplier' },
    { from: 'ProductGroup.GroupName', to: 'group', label: 'Product group' },
    { from: 'UnitOfMeasure.Name', to: 'unit', label: 'Unit of measure' },
    { from: 'Obsolete', to: 'active', as: unlessObsolete },
    {
      from: '',
      to: 'tracked',
      label: 'Is serialised, is batch tracked',
      as: transform('yes if either', (_, __, row) => row.IsSerialized === true || row.IsBatchTracked === true),
    },
    { from: 'NeverDiminishing', to: 'untracked', label: 'Never diminishing' },
  ],
  refuse: ({ ProductCode: code }) =>
    typeof code !== 'string' || fitsAsSku(code)
      ? undefined
      : `The product code ${code.slice(0, 100)} has ${code.length} characters; the shop takes at most ${LONGEST_SKU}. Shorten it in Unleashed.`,
});
