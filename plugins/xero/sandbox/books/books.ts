import { twin } from 'patchbay/sdk';
import { Invalid } from '../desk/answers.js';
import { dayIn, longDay } from '../desk/dates.js';
import { Journal } from '../desk/journal.js';
import { type Kept, Shelf } from '../desk/shelf.js';
import type { Account } from './account.js';
import type { Contact } from './contact.js';
import type { Allocation, Credit, Invoice } from './document.js';
import type { Item } from './item.js';
import type { BankTransaction, BankTransfer, BatchPayment, ManualJournal, Payment } from './money.js';
import type { Organisation } from './organisation.js';
import type { PurchaseOrder } from './purchase-order.js';
import type { TaxRate } from './tax-rate.js';
import type { TrackingCategory } from './tracking.js';

/** A note on a document: what happened, or what somebody wrote there. */
export interface Note extends Kept {
  documentId: string;
  changes: string;
  user: string;
  details: string;
}

/** Everything an organisation keeps, as plain JSON. */
export interface BooksState {
  organisation: Organisation;
  currencies: string[];
  numbers: [string, number][];
  stamped: number;
  accounts: Account[];
  taxRates: TaxRate[];
  tracking: TrackingCategory[];
  contacts: Contact[];
  items: Item[];
  invoices: Invoice[];
  credits: Credit[];
  allocations: Allocation[];
  payments: Payment[];
  batches: BatchPayment[];
  transactions: BankTransaction[];
  transfers: BankTransfer[];
  journals: ManualJournal[];
  orders: PurchaseOrder[];
  notes: Note[];
}

/** What the app tells those who listen. */
export interface BooksEvent {
  category: 'CONTACT' | 'INVOICE' | 'CREDITNOTE';
  type: 'CREATE' | 'UPDATE';
  resource: string;
  id: string;
  at: number;
  data?: Record<string, string>;
}

/** The books of one organisation. */
export class Books {
  readonly organisation: Organisation;
  readonly currencies: string[];
  readonly journal = new Journal();
  readonly accounts: Shelf<Account>;
  readonly taxRates: Shelf<TaxRate>;
  readonly tracking: Shelf<TrackingCategory>;
  readonly contacts: Shelf<Contact>;
  readonly items: Shelf<Item>;
  readonly invoices: Shelf<Invoice>;
  readonly credits: Shelf<Credit>;
  readonly allocations: Shelf<Allocation>;
  readonly payments: Shelf<Payment>;
  readonly batches: Shelf<BatchPayment>;
  readonly transactions: Shelf<BankTransaction>;
  readonly transfers: Shelf<BankTransfer>;
  readonly journals: Shelf<ManualJournal>;
  readonly orders: Shelf<PurchaseOrder>;
  readonly notes: Shelf<Note>;
  /** How many more invoices the plan lets be approved; no end unless set. */
  approvalsLeft = Number.POSITIVE_INFINITY;
  /** What happened since they were last told. */
  readonly events: BooksEvent[] = [];
  private readonly numbers: Map<string, number>;
  private readonly heads = new Map<string, string>();
  private stamped: number;

  constructor(
    state: BooksState,
    readonly now: () => number,
  ) {
    this.organisation = { ...state.organisation };
    this.currencies = [...state.currencies];
    this.numbers = new Map(state.numbers);
    this.stamped = state.stamped;
    const { journal } = this;
    this.accounts = new Shelf(journal, { code: (account) => account.code }, state.accounts);
    this.taxRates = new Shelf(journal, {}, state.taxRates);
    this.tracking = new Shelf(journal, { name: (category) => category.name }, state.tracking);
    this.contacts = new Shelf(
      journal,
      {
        // Only active contacts own their name.
        name: (contact) => (contact.status === 'ACTIVE' ? contact.name : undefined),
        number: (contact) => contact.contactNumber,
      },
      state.contacts,
    );
    this.items = new Shelf(journal, { code: (item) => item.code }, state.items);
    this.invoices = new Shelf(
      journal,
      { number: (invoice) => invoice.number, contact: (invoice) => invoice.contactId },
      state.invoices,
    );
    this.credits = new Shelf(
      journal,
      {
        number: (credit) => credit.number,
        kind: (credit) => credit.kind,
        contact: (credit) => credit.contactId,
        reference: (credit) => credit.reference,
      },
      state.credits,
    );
    this.allocations = new Shelf(
      journal,
      { credit: (allocation) => allocation.creditId, invoice: (allocation) => allocation.invoiceId },
      state.allocations,
    );
    this.payments = new Shelf(journal, { target: (payment) => payment.targetId }, state.payments);
    this.batches = new Shelf(journal, {}, state.batches);
    this.transactions = new Shelf(journal, { credit: (one) => one.creditId }, state.transactions);
    this.transfers = new Shelf(journal, {}, state.transfers);
    this.journals = new Shelf(journal, {}, state.journals);
    this.orders = new Shelf(journal, { number: (order) => order.number }, state.orders);
    this.notes = new Shelf(journal, { document: (note) => note.documentId }, state.notes);
  }

  /** The moment of a change. Never earlier than the last one, whatever the clock says. */
  stamp(): number {
    this.stamped = Math.max(this.stamped, this.now());
    return this.stamped;
  }

  today(): string {
    return dayIn(this.organisation.timeZone, this.now());
  }

  /** Always the same for the same deeds in the same order: the noun gives the head, its count the tail. */
  newId(noun: string): string {
    const head = this.heads.get(noun) ?? twin.guidFrom(this.organisation.id, noun).slice(0, 24);
    this.heads.set(noun, head);
    return head + this.next(noun).toString(16).padStart(12, '0');
  }

  next(series: string): number {
    const next = (this.numbers.get(series) ?? 0) + 1;
    this.numbers.set(series, next);
    return next;
  }

  tell(event: Omit<BooksEvent, 'at'>): void {
    this.events.push({ ...event, at: this.stamp() });
    this.journal.note(() => void this.events.pop());
  }

  write(documentId: string, changes: string, details: string, user = 'System Generated'): Note {
    return this.notes.put({ id: this.newId('note'), updated: this.stamp(), documentId, changes, details, user });
  }

  /** Refuses a date in a locked period. */
  checkOpen(date: string): void {
    const { periodLockDate, endOfYearLockDate } = this.organisation;
    const refuse = (what: string, until: string) => {
      throw new Invalid([
        `The document date cannot be before the ${what} lock date, currently set at ${longDay(until)}`,
      ]);
    };
    if (endOfYearLockDate && date <= endOfYearLockDate) refuse('end of year', endOfYearLockDate);
    if (periodLockDate && date <= periodLockDate) refuse('period', periodLockDate);
  }

  state(): BooksState {
    return {
      organisation: this.organisation,
      currencies: this.currencies,
      numbers: [...this.numbers],
      stamped: this.stamped,
      accounts: [...this.accounts.all()],
      taxRates: [...this.taxRates.all()],
      tracking: [...this.tracking.all()],
      contacts: [...this.contacts.all()],
      items: [...this.items.all()],
      invoices: [...this.invoices.all()],
      credits: [...this.credits.all()],
      allocations: [...this.allocations.all()],
      payments: [...this.payments.all()],
      batches: [...this.batches.all()],
      transactions: [...this.transactions.all()],
      transfers: [...this.transfers.all()],
      journals: [...this.journals.all()],
      orders: [...this.orders.all()],
      notes: [...this.notes.all()],
    };
  }
}
