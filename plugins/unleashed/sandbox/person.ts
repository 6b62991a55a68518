import { wireDate } from './dates.js';
import { blankProduct, type Product } from './product.js';
import { groupGuid, unitGuid } from './seed/products.js';
import type { Shop } from './shop.js';

/** What a new product needs; everything else has the app's usual value. */
export interface NewProduct {
  code: string;
  name: string;
  price?: number;
  cost?: number;
  group?: string;
  barcode?: string;
}

/** Somebody at the shop, working in the app by hand. Each deed is one change; a wrong code is an Error. */
export interface Person {
  /** Books goods in, at the product's last cost unless another is given. */
  receive(productCode: string, warehouseCode: string, quantity: number, unitCost?: number): void;
  reprice(productCode: string, price: number): void;
  rename(productCode: string, name: string): void;
  obsolete(productCode: string): void;
  /** Returns the new product's guid. */
  addProduct(product: NewProduct): string;
}

export function personAt(shop: Shop): Person {
  const product = (code: string): Product => {
    const found = shop.products.coded(code);
    if (!found) throw new Error(`There is no product ${code}`);
    return found;
  };
  const save = (after: Product): string => {
    shop.saveProduct({ ...after, LastModifiedBy: 'fern@fernandfig.example' });
    shop.changed();
    return after.Guid;
  };
  return {
    receive(productCode, warehouseCode, quantity, unitCost) {
      const { Guid: guid, LastCost: lastCost } = product(productCode);
      const warehouse = shop.warehouses.find((one) => one.WarehouseCode === warehouseCode);
      if (!warehouse) throw new Error(`There is no warehouse ${warehouseCode}`);
      shop.stock.receive(guid, warehouse.Guid, quantity, unitCost ?? lastCost, shop.now());
      shop.changed();
    },
    reprice: (productCode, price) => void save({ ...product(productCode), DefaultSellPrice: price }),
    rename: (productCode, name) => void save({ ...product(productCode), ProductDescription: name }),
    obsolete: (productCode) => void save({ ...product(productCode), Obsolete: true }),
    addProduct: (wanted) => save(newProduct(shop, wanted)),
  };
}

function newProduct(shop: Shop, { code, name, price = 0, cost = 0, group, barcode }: NewProduct): Product {
  if (shop.products.coded(code)) throw new Error(`There is a product ${code} already`);
  const { seed } = shop.settings;
  return {
    ...blankProduct(shop.guid('added-product', code), wireDate(shop.now())),
    ProductCode: code,
    ProductDescription: name,
    Barcode: barcode ?? null,
    DefaultSellPrice: price,
    DefaultPurchasePrice: cost,
    LastCost: cost,
    AverageLandPrice: cost,
    UnitOfMeasure: { Guid: unitGuid(seed, 'EA'), Name: 'EA', Obsolete: false },
    ProductGroup: group ? { Guid: groupGuid(seed, group), GroupName: group } : null,
  };
}
