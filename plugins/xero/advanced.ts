import { Changes } from './advanced/changes.js';
import { Contacts } from './advanced/contacts.js';
import { CostOfGoods } from './advanced/cost-of-goods.js';
import { Documents } from './advanced/documents.js';
import { Numbers } from './advanced/numbers.js';
import { Purchases } from './advanced/purchases.js';
import { Requests } from './advanced/requests.js';

/** What staff may open to a merchant, a group at a time. */
export const advancedConfiguration = [Numbers, Contacts, Documents, Changes, Purchases, CostOfGoods, Requests];
