import { created, found, ok, refused } from './answers.js';
import { wireDate, writtenInstant } from './dates.js';
import { Form } from './form.js';
import { compare, page } from './paging.js';
import { blankProduct, type Product, TIER_NAMES } from './product.js';
import { readProduct } from './product-form.js';
import { briefProduct, wireProduct } from './product-wire.js';
import type { Query } from './query.js';
import { type Call, listRoutes, type Route } from './router.js';
import type { Shop } from './shop.js';

function list(shop: Shop, { page: number, query }: Call) {
  const write = writer(shop, query);
  return page(selection(shop, query), number, query, write);
}

/** Remembered until something changes: a reader of many pages asks the same question for each. */
function selection(shop: Shop, query: Query): readonly number[] {
  const names = [...FILTERS, 'includeObsolete', 'modifiedSince', 'orderBy', 'sort'];
  const question = names.map((name) => query.lower(name) ?? '').join('\n');
  return shop.remembered(`products\n${question}`, () => sorted(shop, chosen(shop, query), query));
}

function chosen(shop: Shop, query: Query): number[] {
  const withObsolete = query.flag('includeObsolete');
  const since = query.instant('modifiedSince') ?? Number.NEGATIVE_INFINITY;
  const code = query.lower('productCode') ?? '';
  const heads = shop.products.inOrder().filter((at) => {
    const head = shop.products.head(at);
    return (withObsolete || !head.obsolete) && head.modified >= since && head.code.toLowerCase().startsWith(code);
  });
  return FILTERS.some((name) => query.text(name)) ? heads.filter((at) => fits(shop.products.at(at), query)) : heads;
}

const FILTERS = [
  'productCode',
  'product',
  'productDescription',
  'ProductBarcode',
  'productGroup',
  'productId',
  'excludeAssembled',
  'excludeComponents',
];

function fits(product: Product, query: Query): boolean {
  const has = (name: string, ...texts: (string | null | undefined)[]) => {
    const wanted = query.lower(name);
    return wanted === undefined || texts.some((text) => text?.toLowerCase().includes(wanted));
  };
  const is = (name: string, text: string | null | undefined) => query.lower(name) === (text?.toLowerCase() ?? '');
  return (
    has('product', product.ProductCode, product.ProductDescription) &&
    has('productDescription', product.ProductDescription) &&
    (!query.text('ProductBarcode') || is('ProductBarcode', product.Barcode)) &&
    (!query.text('productGroup') || is('productGroup', product.ProductGroup?.GroupName)) &&
    (query.list('productId')?.includes(product.Guid) ?? true) &&
    !(query.flag('excludeAssembled') && product.IsAssembledProduct) &&
    !(query.flag('excludeComponents') && product.IsComponent)
  );
}

function sorted(shop: Shop, positions: number[], query: Query): number[] {
  const direction = query.lower('sort') === 'desc' ? -1 : 1;
  const asked = query.lower('orderBy');
  if (asked !== 'lastmodifiedon' && asked !== 'createdon') return direction === 1 ? positions : positions.reverse();
  const instant = (at: number) =>
    asked === 'createdon' ? writtenInstant(shop.products.at(at).CreatedOn) : shop.products.head(at).modified;
  const keyed = positions.map((at) => ({ at, key: instant(at), guid: shop.products.head(at).guid }));
  return keyed.sort((a, b) => direction * compare(a.key, b.key) || compare(a.guid, b.guid)).map(({ at }) => at);
}

function writer(shop: Shop, query: Query): (at: number) => string {
  if (query.flag('brief')) return (at) => JSON.stringify(briefProduct(shop.products.at(at)));
  const customer = query.text('customerCode');
  if (customer) return (at) => JSON.stringify(pricedFor(shop, customer, shop.products.at(at)));
  return (at) => shop.products.text(at);
}

function pricedFor(shop: Shop, code: string, product: Product) {
  const customer = shop.customers.find((one) => one.CustomerCode === code);
  if (!customer) throw refused(`Customer ${code} does not exist.`);
  const tier = product.tiers[TIER_NAMES.map(String).indexOf(customer.SellPriceTier ?? '')];
  return wireProduct({ ...product, CustomerSellPrice: tier ?? product.DefaultSellPrice }, shop.settings.tiersAs);
}

const wire = (shop: Shop, product: Product) => wireProduct(product, shop.settings.tiersAs);

function post(shop: Shop, { guid, body }: Call) {
  const form = Form.of(body);
  const before = shop.products.get(guid);
  if (!before) form.require('ProductCode', 'ProductDescription');
  const product = readProduct(shop, form, before ?? blankProduct(guid, wireDate(shop.now())));
  form.settle();
  shop.saveProduct(product);
  return (before ? ok : created)(wire(shop, found(shop.products.get(guid), 'The product')));
}

function obsolete(shop: Shop, { guid }: Call) {
  const product = found(shop.products.get(guid), 'The product');
  return ok(wire(shop, shop.saveProduct({ ...product, Obsolete: true })));
}

export const productRoutes: Route[] = [
  ...listRoutes('Products', list),
  {
    method: 'GET',
    path: '/Products/*',
    answer: (shop, { guid }) => ok(wire(shop, found(shop.products.get(guid), 'The product'))),
  },
  { method: 'POST', path: '/Products/*', answer: post },
  { method: 'POST', path: '/Products/Obsolete/*', answer: obsolete },
];
