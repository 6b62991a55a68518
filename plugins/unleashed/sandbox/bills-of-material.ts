import { twin } from 'patchbay/sdk';
import { created, found, ok } from './answers.js';
import { wireDate } from './dates.js';
import { Form } from './form.js';
import { page } from './paging.js';
import { type Mention, mention } from './product.js';
import { type Call, listRoutes, type Route } from './router.js';
import { BILLS, CATALOGUE } from './seed/catalogue.js';
import { seededHead } from './seed/products.js';
import type { Shop } from './shop.js';

export interface BillLine {
  Guid: string;
  LineNumber: number;
  Product: Mention;
  Quantity: number;
  WastageQuantity: number;
  LastModifiedOn: string;
}

export interface BillOfMaterial {
  Guid: string;
  BillNumber: string;
  Product: Mention;
  BillOfMaterialsLines: BillLine[];
  CanAutoAssemble: boolean;
  CanAutoDisassemble: boolean;
  Obsolete: boolean;
  DurationType: string | null;
  ExpectedDuration: number;
  AverageDuration: number;
  ProductionDaysPerWeek: number;
  LastModifiedOn: string;
}

/** Only bills of which every product exists: a shop may be seeded with fewer products than the catalogue has. */
export function seededBills(seed: string, products: number, on: number): BillOfMaterial[] {
  const mentions = new Map<string, Mention>();
  CATALOGUE.slice(0, products).forEach(([code, name], at) => {
    mentions.set(code, { Guid: seededHead(seed, at).guid, ProductCode: code, ProductDescription: name });
  });
  return BILLS.flatMap(([number, parent, canAutoAssemble, parts]) => {
    const assembled = mentions.get(parent);
    const lines = Object.entries(parts).flatMap(([code, quantity], at) => {
      const part = mentions.get(code);
      return part ? [billLine(twin.guidFrom(seed, 'bill-line', number, at), at + 1, part, quantity, on)] : [];
    });
    if (!assembled || lines.length < Object.keys(parts).length) return [];
    return [
      {
        ...blank(twin.guidFrom(seed, 'bill', number), on),
        BillNumber: number,
        Product: assembled,
        BillOfMaterialsLines: lines,
        CanAutoAssemble: canAutoAssemble,
      },
    ];
  });
}

const billLine = (guid: string, number: number, product: Mention, quantity: number, on: number): BillLine => ({
  Guid: guid,
  LineNumber: number,
  Product: product,
  Quantity: quantity,
  WastageQuantity: 0,
  LastModifiedOn: wireDate(on),
});

const blank = (guid: string, on: number): BillOfMaterial => ({
  Guid: guid,
  BillNumber: '',
  Product: { Guid: '', ProductCode: '', ProductDescription: '' },
  BillOfMaterialsLines: [],
  CanAutoAssemble: false,
  CanAutoDisassemble: false,
  Obsolete: false,
  DurationType: null,
  ExpectedDuration: 0,
  AverageDuration: 0,
  ProductionDaysPerWeek: 5,
  LastModifiedOn: wireDate(on),
});

function list(shop: Shop, { page: number, query }: Call) {
  const [withObsolete, product] = [query.flag('includeObsolete'), query.lower('productGuid')];
  const bills = shop.bills
    .all()
    .filter((bill) => withObsolete || !bill.Obsolete)
    .filter((bill) => !product || bill.Product.Guid === product)
    .sort((a, b) => (a.BillNumber < b.BillNumber ? -1 : 1));
  return page(bills, number, query, (bill) => JSON.stringify(bill));
}

function save(shop: Shop, { guid, body }: Call) {
  const form = Form.of(body);
  const before = shop.bills.get(guid);
  if (!before) form.require('Product', 'BillOfMaterialsLines');
  const bill = read(shop, form, before ?? blank(guid, shop.now()));
  if (isWithin(shop, bill.Product.Guid, bill)) {
    form.problem('BillOfMaterialsLines', 'A product cannot be a part of itself.', 'Circular');
  }
  form.settle();
  const number = bill.BillNumber || shop.nextNumber('BOM');
  shop.bills.put({ ...bill, BillNumber: number, LastModifiedOn: wireDate(shop.now()) });
  markProducts(shop, bill);
  return (before ? ok : created)(shop.bills.get(guid));
}

/** Whether a product is among the parts of a bill, or among the parts of those. */
function isWithin(shop: Shop, product: string, bill: BillOfMaterial): boolean {
  return bill.BillOfMaterialsLines.some(({ Product: part }) => {
    if (part.Guid === product) return true;
    const inner = shop.bills.find((one) => one.Product.Guid === part.Guid && one.Guid !== bill.Guid);
    return inner !== undefined && isWithin(shop, product, inner);
  });
}

function read(shop: Shop, form: Form, before: BillOfMaterial): BillOfMaterial {
  const lines = form.children('BillOfMaterialsLines');
  if (lines?.length === 0) form.problem('BillOfMaterialsLines', 'At least one line is needed.', 'Required');
  return {
    ...before,
    BillNumber: form.text('BillNumber', 15) ?? before.BillNumber,
    Product: namedProduct(shop, form) ?? before.Product,
    BillOfMaterialsLines:
      lines?.map((line, at) => readLine(shop, line, before.Guid, at)) ?? before.BillOfMaterialsLines,
    CanAutoAssemble: form.flag('CanAutoAssemble') ?? before.CanAutoAssemble,
    CanAutoDisassemble: form.flag('CanAutoDisassemble') ?? before.CanAutoDisassemble,
    Obsolete: form.flag('Obsolete') ?? before.Obsolete,
  };
}

function readLine(shop: Shop, line: Form, bill: string, at: number): BillLine {
  line.require('Product', 'Quantity');
  const quantity = line.number('Quantity') ?? 1;
  if (quantity <= 0) line.problem('Quantity', 'Quantity must be more than nought.', 'Invalid');
  const product = namedProduct(shop, line) ?? { Guid: '', ProductCode: '', ProductDescription: '' };
  return billLine(shop.guid('bill-line', bill, at), line.number('LineNumber') ?? at + 1, product, quantity, shop.now());
}

function namedProduct(shop: Shop, form: Form): Mention | undefined {
  const named = form.child('Product');
  if (!named) return undefined;
  const [guid, code] = [named.text('Guid'), named.text('ProductCode')];
  const product = guid ? shop.products.get(guid) : shop.products.coded(code ?? '');
  if (product) return mention(product);
  return named.problem('ProductCode', `Product ${code ?? guid ?? ''} does not exist.`, 'NotFound');
}

function markProducts(shop: Shop, bill: BillOfMaterial): void {
  const mark = (guid: string, flag: 'IsAssembledProduct' | 'IsComponent') => {
    const product = shop.products.get(guid);
    if (product && !product[flag]) shop.saveProduct({ ...product, [flag]: true });
  };
  mark(bill.Product.Guid, 'IsAssembledProduct');
  for (const line of bill.BillOfMaterialsLines) mark(line.Product.Guid, 'IsComponent');
}

const path = '/BillOfMaterials/*';

export const billRoutes: Route[] = [
  ...listRoutes('BillOfMaterials', list),
  { method: 'GET', path, answer: (shop, { guid }) => ok(found(shop.bills.get(guid), 'The bill of materials')) },
  { method: 'POST', path, answer: save },
  { method: 'PUT', path, answer: save },
];
