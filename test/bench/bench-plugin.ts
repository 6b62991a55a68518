import { apiKeys, definePlugin, hmac, importTask, mapping, secret, transform } from '../../src/sdk/index.js';
import type { ServedPage } from './served-products.js';

// A plugin as an author would write it for the products that `served-products.ts` serves.

const text = transform('as text', (value) => (value === null || value === undefined ? null : String(value)));
const not = transform('the opposite', (value) => value !== true);
const no = transform('no', () => false);

const products = mapping('products', 'product', {
  title: 'Products',
  remoteId: 'Guid',
  rows: [
    { from: 'ProductCode', to: 'sku' },
    { from: 'ProductDescription', to: 'name' },
    { from: 'DefaultPurchasePrice', to: 'purchasePrice', as: text },
    { from: 'DefaultSellPrice', to: 'price', as: text },
    { from: 'SellPriceTier1.Value', to: 'priceA' },
    { from: 'SellPriceTier2.Value', to: 'priceB' },
    { from: 'SellPriceTier3.Value', to: 'priceC' },
    { from: 'Barcode', to: 'barcode' },
    { from: 'Notes', to: 'notes' },
    { from: 'Depth', to: 'length', as: text },
    { from: 'Width', to: 'width', as: text },
    { from: 'Height', to: 'height', as: text },
    { from: 'Weight', to: 'weight', as: text },
    { from: 'ReOrderPoint', to: 'reorderQuantity', as: text },
    { from: 'MaxStockAlertLevel', to: 'restockQuantity', as: text },
    { from: 'BinLocation', to: 'pickZone' },
    { from: 'IsAssembledProduct', to: 'isKit' },
    { from: 'IsComponent', to: 'isComponent' },
    { from: 'Supplier.SupplierName', to: 'supplier' },
    { from: 'ProductGroup.GroupName', to: 'group' },
    { from: 'UnitOfMeasure.Name', to: 'unit' },
    { from: 'Obsolete', to: 'active', as: not },
    { from: 'IsSerialized', to: 'tracked', as: no },
    { from: 'NeverDiminishing', to: 'untracked' },
  ],
});

interface Api {
  page(number: number): Promise<ServedPage>;
}

const importProducts = importTask({
  id: 'import-products',
  title: 'Import products',
  record: 'product',
  schedule: 'every 15 minutes',
  mapping: products,
  pulls: 'changes',
  async *pull({ api, bookmark, answers }) {
    let pages = Number(answers.pages ?? Number.POSITIVE_INFINITY);
    for (let number = typeof bookmark === 'number' ? bookmark : 1; number <= pages; number++) {
      const page = await (api as Api).page(number);
      pages = Math.min(pages, page.Pagination.NumberOfPages);
      yield { rows: page.Items, bookmark: number + 1, total: page.Pagination.NumberOfItems };
    }
  },
});

export default definePlugin<Api>({
  id: 'bench',
  name: 'Bench',
  version: '1.0.0',
  sdk: '^1',
  listing: {
    summary: 'Products to measure with.',
    about: [],
    category: 'Inventory',
    icon: 'icon.svg',
    moves: { in: ['Products'], out: [] },
  },
  hosts: ['products.example.com'],
  connection: apiKeys({
    fields: { key: secret('Key') },
    baseUrl: 'https://products.example.com',
    sign: hmac('sha256', { over: 'query', key: 'key', header: 'signature' }),
    checks: [],
  }),
  mappings: [products],
  tasks: [importProducts],
  client: (http) => ({
    async page(number) {
      const answer = await http.send({ path: String(number) });
      return JSON.parse(answer.body) as ServedPage;
    },
  }),
});
