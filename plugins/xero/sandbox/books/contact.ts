import type { Kept } from '../desk/shelf.js';

export interface Contact extends Kept {
  name: string;
  contactNumber?: string;
  accountNumber?: string;
  status: 'ACTIVE' | 'ARCHIVED' | 'GDPRREQUEST';
  firstName?: string;
  lastName?: string;
  email?: string;
  taxNumber?: string;
  currency?: string;
  addresses: Record<string, string>[];
  phones: Record<string, string>[];
  isCustomer: boolean;
  isSupplier: boolean;
  mergedTo?: string;
}
