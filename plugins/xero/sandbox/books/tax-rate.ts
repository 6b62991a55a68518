import type { Kept } from '../desk/shelf.js';
import type { AccountClass } from './account.js';

export interface TaxComponent {
  name: string;
  /** In ten-thousandths of a percent: 10 % is 100000. */
  rate: number;
  isCompound: boolean;
}

/** Its id is its tax type: the code that lines carry. */
export interface TaxRate extends Kept {
  taxType: string;
  name: string;
  reportTaxType: string;
  /** In ten-thousandths of a percent. */
  rate: number;
  components: TaxComponent[];
  appliesTo: AccountClass[];
  status: 'ACTIVE' | 'DELETED' | 'ARCHIVED';
}
