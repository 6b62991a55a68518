import type { XeroSandbox } from '../../../plugins/xero/sandbox/index.js';
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

  /** What makes up for changes of an order: further invoices, and credit notes with a minus. */
  correctionsOf(number: string): string[] {
    const further = this.live.filter((invoice) => isFurther(invoice) && invoice.Reference.split(' / ')[0] === number);
    const credits = (this.twin.documents('CreditNotes') as unknown as Held[]).filter(
      ({ Reference: text, Status }) => !GONE.includes(Status) && / (N\d+) \/ /.exec(text)?.[1] === number,
    );
    return [...further.map(({ Total }) => String(Total)), ...credits.map(({ Total }) => String(-Total))];
  }

  /** Those that orders became, corrections aside. */
  get originals(): Held[] {
    return this.live.filter((invoice) => !isFurther(invoice));
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

const isFurther = ({ InvoiceNumber }: Held) => /-D(-\d+)?$/.test(InvoiceNumber);

const twice = (names: string[]) => names.filter((name, at) => names.indexOf(name) !== at);
