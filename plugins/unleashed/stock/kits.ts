import { money } from 'patchbay/sdk';
import { isKit } from '../mappings/kit.js';
import type { Settings } from '../settings.js';
import type { BillRow } from '../wire.js';

interface Part {
  guid: string;
  code: string;
  quantity: string;
}

/** The bills of materials that are sold as kits. Their stock follows from their components and is never written. */
export class Kits {
  private readonly byGuid: Map<string, Part[]>;
  private readonly byCode: Map<string, Part[]>;

  constructor(bills: BillRow[], kits: Settings['kits']) {
    const sold = bills.filter((bill) => isKit(bill, kits) && bill.Product?.Guid);
    const withParts = sold.map(({ Product: product, BillOfMaterialsLines: lines }) => ({
      guid: product!.Guid!,
      code: product!.ProductCode ?? '',
      parts: (lines ?? []).flatMap(({ Product: part, Quantity: quantity = 0 }) =>
        part?.Guid ? [{ guid: part.Guid, code: part.ProductCode ?? '', quantity: money.add(quantity) }] : [],
      ),
    }));
    this.byGuid = new Map(withParts.map(({ guid, parts }) => [guid, parts]));
    this.byCode = new Map(withParts.map(({ code, parts }) => [code, parts]));
  }

  has(guid: string): boolean {
    return this.byGuid.has(guid);
  }

  /** What leaves the shelf with one of it: itself, or the components of a kit. */
  partsOf(guid: string): Pick<Part, 'guid' | 'quantity'>[] {
    return this.byGuid.get(guid) ?? [{ guid, quantity: '1' }];
  }

  /** The same by product codes. */
  codesOf(code: string): Pick<Part, 'code' | 'quantity'>[] {
    return this.byCode.get(code) ?? [{ code, quantity: '1' }];
  }
}
