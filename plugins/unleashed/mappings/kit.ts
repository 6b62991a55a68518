import { mapping, transform } from 'patchbay/sdk';
import { settingsOf } from '../settings.js';
import type { BillRow } from '../wire.js';
import { fitsAsSku } from './product.js';

export const kitMapping = mapping('kits', 'kit', {
  title: 'Bills of materials',
  remoteId: 'Guid',
  rows: [
    { from: 'Product.ProductCode', to: 'sku', label: 'Assembled product' },
    { from: 'CanAutoAssemble', to: 'autoAssembles', label: 'Can auto-assemble' },
    {
      from: 'BillOfMaterialsLines',
      to: 'components',
      label: 'Bill of materials lines',
      as: transform('component products with their quantities', (lines) =>
        partsOf(lines).map(({ code, quantity }) => ({ sku: code, quantity })),
      ),
    },
  ],
  skip: (row, { answers, advanced, store }) => !isKit(row as object, settingsOf({ answers, advanced, store }).kits),
  refuse(row) {
    const parts = partsOf(row.BillOfMaterialsLines);
    const long = parts.find(({ code }) => !fitsAsSku(code));
    if (long) return `Its component ${long.code.slice(0, 100)} has a code that is too long for the shop.`;
    return parts.length === 0 ? 'It names no component products.' : undefined;
  },
});

/** Whether a bill of materials is sold as a kit: only then do its components leave with it. */
export function isKit(bill: Partial<BillRow>, kits: 'auto-assembled' | 'all' | 'none'): boolean {
  if (kits === 'none' || bill.Obsolete === true) return false;
  return kits === 'all' || bill.CanAutoAssemble === true;
}

/** Labour and expense lines name no product. */
function partsOf(lines: unknown): { code: string; quantity: unknown }[] {
  if (!Array.isArray(lines)) return [];
  return lines.flatMap((line: NonNullable<BillRow['BillOfMaterialsLines']>[number] | null) => {
    const code = line?.Product?.ProductCode;
    return typeof code === 'string' && code !== '' ? [{ code, quantity: line?.Quantity }] : [];
  });
}
