import { Refusal } from './refusal.js';
import { Register } from './register.js';

const SUPPLIER_FIELDS = [
  'SupplierID',
  'SupplierReference',
  'SupplierCompany',
  'LeadTime1',
  'LeadTime2',
  'SupplierStreet1',
  'SupplierStreet2',
  'SupplierCity',
  'SupplierState',
  'SupplierPostcode',
  'SupplierCountry',
  'SupplierPhone',
  'SupplierFax',
  'SupplierURL',
  'SupplierEmail',
  'NotifyByEmail',
  'ExportTemplate',
  'SupplierCurrencyCode',
  'AccountCode',
  'FactoryStreet1',
  'FactoryStreet2',
  'FactoryCity',
  'FactoryState',
  'FactoryPostcode',
  'FactoryCountry',
  'SupplierNotes',
] as const;
type SupplierField = (typeof SUPPLIER_FIELDS)[number];
export type Supplier = Record<SupplierField, string>;

export class Suppliers extends Register<SupplierField> {
  constructor(rows: Partial<Supplier>[], changed: () => void) {
    super(
      {
        noun: 'Supplier',
        key: 'SupplierID',
        fields: SUPPLIER_FIELDS,
        flags: ['NotifyByEmail'],
        criteria: [
          'SupplierID',
          'LeadTime1',
          'LeadTime2',
          'SupplierCompany',
          'SupplierCurrencyCode',
          'SupplierCity',
          'SupplierState',
          'SupplierCountry',
        ],
        check(row) {
          if (!row.SupplierCompany) throw new Refusal('SupplierCompany is required');
        },
      },
      rows,
      changed,
    );
  }
}

const place = { SupplierCountry: 'AU', SupplierCurrencyCode: 'AUD', NotifyByEmail: 'True' };
export const SEEDED_SUPPLIERS: Partial<Supplier>[] = [
  {
    ...place,
    SupplierID: 'GREENVALE',
    SupplierReference: '1',
    SupplierCompany: 'Greenvale Growers',
    LeadTime1: '3',
    LeadTime2: '7',
    SupplierCity: 'Monbulk',
    SupplierState: 'VIC',
    SupplierPostcode: '3793',
    SupplierEmail: 'orders@greenvale.example',
  },
  {
    ...place,
    SupplierID: 'CLAYWORKS',
    SupplierReference: '2',
    SupplierCompany: 'Bendigo Clayworks',
    LeadTime1: '10',
    LeadTime2: '21',
    SupplierCity: 'Bendigo',
    SupplierState: 'VIC',
    SupplierPostcode: '3550',
    SupplierEmail: 'sales@clayworks.example',
  },
  {
    ...place,
    SupplierID: 'LOOMLINEN',
    SupplierReference: '3',
    SupplierCompany: 'Loom & Linen',
    LeadTime1: '14',
    LeadTime2: '45',
    SupplierCity: 'Dunedin',
    SupplierState: 'OTA',
    SupplierPostcode: '9016',
    SupplierCountry: 'NZ',
    SupplierCurrencyCode: 'NZD',
    SupplierEmail: 'hello@loomlinen.example',
  },
];
