import type { Context } from 'patchbay/sdk';
import { BankTransactions } from './client/bank-transactions.js';
import { Calls } from './client/calls.js';
import { Connections } from './client/connections.js';
import { Contacts } from './client/contacts.js';
import { CreditNotes } from './client/credit-notes.js';
import { Invoices } from './client/invoices.js';
import { Items } from './client/items.js';
import { ManualJournals } from './client/manual-journals.js';
import { Overpayments } from './client/overpayments.js';
import { Payments } from './client/payments.js';
import { Prepayments } from './client/prepayments.js';
import { SetUp } from './client/set-up.js';

/** The app's API as the tasks use it, a noun at a time. Nobody else knows its addresses, its paging and its ways of saying no. */
export class XeroApi {
  readonly calls: Calls;
  readonly connections: Connections;
  readonly setUp: SetUp;
  readonly contacts: Contacts;
  readonly items: Items;
  readonly invoices: Invoices;
  readonly creditNotes: CreditNotes;
  readonly payments: Payments;
  readonly overpayments: Overpayments;
  readonly prepayments: Prepayments;
  readonly bankTransactions: BankTransactions;
  readonly manualJournals: ManualJournals;

  constructor(ctx: Pick<Context, 'http' | 'now' | 'advanced'>) {
    this.calls = new Calls(ctx);
    this.connections = new Connections(this.calls);
    this.setUp = new SetUp(this.calls);
    this.contacts = new Contacts(this.calls);
    this.items = new Items(this.calls);
    this.invoices = new Invoices(this.calls);
    this.creditNotes = new CreditNotes(this.calls);
    this.payments = new Payments(this.calls);
    this.overpayments = new Overpayments(this.calls);
    this.prepayments = new Prepayments(this.calls);
    this.bankTransactions = new BankTransactions(this.calls);
    this.manualJournals = new ManualJournals(this.calls);
  }
}
