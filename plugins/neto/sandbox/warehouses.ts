import { Refusal } from './refusal.js';
import { Register } from './register.js';

const WAREHOUSE_FIELDS = [
  'WarehouseID',
  'WarehouseReference',
  'WarehouseName',
  'IsPrimary',
  'IsActive',
  'ShowQuantity',
  'WarehouseStreet1',
  'WarehouseStreet2',
  'WarehouseCity',
  'WarehouseState',
  'WarehousePostcode',
  'WarehouseCountry',
  'WarehouseContact',
  'WarehousePhone',
  'WarehouseNotes',
] as const;
type WarehouseField = (typeof WAREHOUSE_FIELDS)[number];
export type Warehouse = Record<WarehouseField, string>;

export class Warehouses extends Register<WarehouseField> {
  constructor(rows: Partial<Warehouse>[], changed: () => void) {
    super(
      {
        noun: 'Warehouse',
        key: 'WarehouseID',
        fields: WAREHOUSE_FIELDS,
        flags: ['IsPrimary', 'IsActive', 'ShowQuantity'],
        criteria: ['WarehouseID', 'WarehouseReference', 'WarehouseName'],
        check(row) {
          if (!row.WarehouseName) throw new Refusal('WarehouseName is required');
        },
      },
      rows,
      changed,
    );
  }

  /** By id, reference or name, whichever an order line gives; without any, the primary one. */
  named(given: { id?: string; reference?: string; name?: string }): Warehouse {
    const all = this.all();
    if (!given.id && !given.reference && !given.name) return all.find((one) => one.IsPrimary === 'True') ?? all[0]!;
    const found = all.find(
      (one) =>
        one.WarehouseID === given.id ||
        (given.reference && one.WarehouseReference === given.reference) ||
        (given.name && one.WarehouseName === given.name),
    );
    if (!found) throw new Refusal(`Cannot find Warehouse ${given.id ?? given.reference ?? given.name}`);
    return found;
  }
}

export const SEEDED_WAREHOUSES: Partial<Warehouse>[] = [
  {
    WarehouseID: '1',
    WarehouseReference: 'MAIN',
    WarehouseName: 'Marrickville',
    IsPrimary: 'True',
    IsActive: 'True',
    ShowQuantity: 'True',
    WarehouseStreet1: '41 Sydenham Road',
    WarehouseCity: 'Marrickville',
    WarehouseState: 'NSW',
    WarehousePostcode: '2204',
    WarehouseCountry: 'AU',
    WarehouseContact: 'Fern Gallagher',
    WarehousePhone: '02 5550 0141',
  },
  {
    WarehouseID: '2',
    WarehouseReference: 'EAST',
    WarehouseName: 'Bondi Junction',
    IsPrimary: 'False',
    IsActive: 'True',
    ShowQuantity: 'True',
    WarehouseStreet1: '9 Spring Street',
    WarehouseCity: 'Bondi Junction',
    WarehouseState: 'NSW',
    WarehousePostcode: '2022',
    WarehouseCountry: 'AU',
    WarehouseContact: 'Gus Figueroa',
    WarehousePhone: '02 5550 0109',
  },
];
