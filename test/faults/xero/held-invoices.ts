import type { XeroSandbox } from '../../../plugins/xero/sandbox/index.js';
import { money } from '../../../src/sdk/index.js';
import { CUSTOMERS } from './shop.js';

/** An invoice as the app shows it to whoever looks. */
export interface Held {
  InvoiceNumber: string;
  Reference: string;
  Url: string;
  Status: string;
  Total: number;
  Contact: { ContactNumber?: string; Name: string };
}

/** What made up for a change, as the app shows it. */
interface Credit {
  CreditNoteNumber: string;
  Reference: string;
  Total: number;
}

const GONE = ['DELETED', 'VOIDED'];

/** The app's invoices of one store, as somebody there would read them. */
export class HeldInvoices {
  readonly all: Held[];

  constructor(
    private readonly twin: XeroSandbox,
    storeId: number,
  ) {
    const all = twin.documents('Invoices') as unknown as Held[];
    this.all = all.filter(({ Url }) => Url?.includes(`store=${storeId}&text=`));
  }

  get live(): Held[] {
    return this.all.filter(({ Status }) => !GONE.includes(Status));
  }

  /** Invoices that orders became, without those that only make up for a change. */
  get sales(): Held[] {
    return this.live.filter((invoice) => !isFurther(invoice));
  }

  /** What all that stands for one order comes to together. */
  net(number: string): string {
    const invoices = this.live.filter((invoice) => this.membersOf(invoice).includes(number));
    return money.subtract(money.add(0, ...invoices.map(({ Total }) => Total)), this.credited(number));
  }

  /** What was credited of an order because it changed or was cancelled. */
  credited(number: string): string {
    const credits = (this.twin.documents('CreditNotes') as unknown as Credit[]).filter(
      ({ CreditNoteNumber: of, Reference: text }) => of.includes('-C') && text.includes(` ${number} / `),
    );
    return money.add(0, ...credits.map(({ Total }) => Total));
  }

  of(number: string): Held[] {
    return this.live.filter(({ InvoiceNumber }) => InvoiceNumber === number);
  }

  /** The store's orders that a batch names. */
  membersOf({ Reference: text }: Held): string[] {
    const [, several] = /^\d+ orders: (.*)$/.exec(text) ?? [];
    return several?.split(', ') ?? [text.split(' / ')[0]!];
  }

  /** The same number or the same person twice. */
  doubled(): string[] {
    const numbers = this.all.map(({ InvoiceNumber }) => InvoiceNumber);
    const people = (this.twin.documents('Contacts') as { EmailAddress: string; ContactNumber?: string }[]).filter(
      ({ EmailAddress: email }) => CUSTOMERS.some((customer) => customer.email === email),
    );
    return [...twice(numbers), ...twice(people.map(({ EmailAddress }) => EmailAddress))];
  }
}

/** Its number is that of the first invoice, with a mark. */
const isFurther = ({ InvoiceNumber: number }: Held) => /-D(-\d+)?$/.test(number);

const twice = (names: string[]) => names.filter((name, at) => names.indexOf(name) !== at);
