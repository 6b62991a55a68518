import { type BuildContext, money, needsPerson, type RecordRef, type UsesContext } from 'patchbay/sdk';
import { type Settings, settingsOf } from '../settings.js';
import { taxOf } from './amounts.js';
import type { Tax } from './sales-invoice.js';

/** Which tax rates count: those of sales, or of purchases, which are others in the app. */
interface Side {
  map: string;
  mapTitle: string;
  trade: string;
  codes(settings: Settings): { taxed?: string; untaxed?: string };
}

const SALES: Side = {
  map: 'taxes',
  mapTitle: 'Tax codes',
  trade: 'sales',
  codes: ({ taxedCode: taxed, untaxedCode: untaxed }) => ({ taxed, untaxed }),
};

export const PURCHASES: Side = {
  map: 'purchase-taxes',
  mapTitle: 'Tax codes of purchases',
  trade: 'purchases',
  codes: ({ bills }) => ({ taxed: bills.taxedCode, untaxed: bills.untaxedCode }),
};

/** The app's tax rates that a document with these store codes may need. */
export function taxRefs(storeCodes: (string | null | undefined)[], ctx: UsesContext, side = SALES): RecordRef[] {
  const { taxed, untaxed } = side.codes(settingsOf(ctx));
  const mapped = storeCodes.map((code) => (code ? ctx.maps.toApp(side.map, code) : undefined));
  const codes = [...mapped, taxed, untaxed].filter((code) => code !== undefined);
  return [...new Set(codes)].map((key) => ({ type: 'tax-rate', key }));
}

/** What a line says of its tax. */
export interface TaxedLine {
  what: string;
  /** Of the whole line, with or without tax as `inclusive` says. */
  amount: string;
  inclusive: boolean;
  /** What the store charged; absent where it doesn't say. */
  tax?: string | null;
  taxCode?: string | null;
  /** Tax was charged on the order, which is what counts while the line is silent. */
  taxable: boolean;
}

/** What tax a line carries in the app. */
export class Taxes {
  constructor(
    private readonly ctx: BuildContext,
    private readonly side = SALES,
  ) {}

  taxed = (): Tax => this.named(this.usual.taxed ?? needsPerson(choose(this.side)));

  untaxed = (): Tax => this.named(this.usual.untaxed ?? needsPerson(choose(this.side)));

  /** By the store's code where the line has one, otherwise by whether any tax was charged. */
  charged(line: TaxedLine): Tax {
    const { tax: charged, taxCode: code, what, amount } = line;
    const mapped = code ? this.ctx.maps.toApp(this.side.map, code) : undefined;
    // A gift comes to the same under any code: nobody is asked about one.
    if (!code || (!mapped && money.isZero(amount)))
      return (charged == null ? line.taxable : !money.isZero(charged)) ? this.taxed() : this.untaxed();
    const tax = this.named(mapped ?? needsPerson(mapIt(code, this.side)));
    if (charged == null) return tax;
    const expected = taxOf(amount, tax.rate, line.inclusive);
    // The code is the product's; the customer, or the country it goes to, may be free of tax all the same.
    if (money.isZero(charged)) return money.isZero(expected) ? tax : this.untaxed();
    if (isNear(charged, expected, amount)) return tax;
    return needsPerson(
      `The store charged ${charged} tax on ${what}; ${tax.code} of Xero would be ${expected}. Look at the store’s tax code “${code}” in Setup & Tools → ${this.side.mapTitle}.`,
    );
  }

  private get usual() {
    return this.side.codes(settingsOf(this.ctx));
  }

  private named(code: string): Tax {
    const { rate, active } = this.ctx.related.get('tax-rate', code)?.body ?? {};
    if (typeof rate !== 'string') {
      return needsPerson(`Xero’s tax rate ${code} isn’t known here yet: run the task “Import tax rates”.`);
    }
    if (active === false) needsPerson(`Tax rate ${code} is archived in Xero: map or choose another one.`);
    return { code, rate };
  }
}

const choose = ({ trade }: Side) => `Choose the tax rates of taxed and untaxed ${trade} in the step “Configure”.`;

const mapIt = (code: string, { mapTitle }: Side) =>
  `Say in Setup & Tools → ${mapTitle} which tax rate of Xero the store’s “${code}” is.`;

/** Stores round by unit or by line, which is cents; another rate is more than one in a hundred. */
function isNear(charged: string, expected: string, amount: string): boolean {
  const slack = money.add(money.multiply(money.absolute(amount), '0.01'), '0.02');
  return money.compare(money.absolute(money.subtract(charged, expected)), slack) <= 0;
}
