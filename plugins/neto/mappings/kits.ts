import { mapping, transform } from 'patchbay/sdk';
import type { Row } from '../client.js';
import { said } from './transforms.js';

const components = transform('SKU and quantity of each, in their order', (given) =>
  componentsOf({ KitComponents: given }).map((part) => ({
    sku: said(part.ComponentSKU),
    quantity: said(part.AssembleQuantity) ?? '1',
  })),
);

/** In the order in which the store sorts them, for a list in another order counts as another list. */
export function componentsOf({ KitComponents }: Row): Row[] {
  const parts = Array.isArray(KitComponents) ? KitComponents.map((part): Row => Object(part)) : [];
  return parts.sort((one, other) => place(one) - place(other));
}

const place = ({ SortOrder }: Row) => Number(said(SortOrder) ?? 0) || 0;

export const kitMapping = mapping('kits', 'kit', {
  title: 'Kits',
  remoteId: 'InventoryID',
  skip: (row) => componentsOf(row).length === 0,
  rows: [
    { from: 'SKU', to: 'sku' },
    { from: 'KitComponents', to: 'components', label: 'Kit components', as: components, master: 'fill' },
  ],
});
