import { type BuildContext, money, type RecordRef, type UsesContext } from 'patchbay/sdk';
import { settingsOf } from '../settings.js';
import { needsPerson } from '../unsendable.js';
import { taxOf } from './amounts.js';
import type { Tax } from './sales-invoice.js';

/** The app's tax rates that a document with these store codes may need. */
export function taxRefs(storeCodes: (string | null | undefined)[], ctx: UsesContext): RecordRef[] {
  const { taxedCode, untaxedCode } = settingsOf(ctx);
  const mapped = storeCodes.map((code) => (code ? ctx.maps.toApp('taxes', code) : undefined));
  const codes = [...mapped, taxedCode, untaxedCode].filter((code) => code !== undefined);
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
  constructor(private readonly ctx: BuildContext) {}

  taxed = (): Tax => this.named(settingsOf(this.ctx).taxedCode ?? needsPerson(CHOOSE));

  untaxed = (): Tax => this.named(settingsOf(this.ctx).untaxedCode ?? needsPerson(CHOOSE));

  /** By the store's code where the line has one, otherwise by whether any tax was charged. */
  charged(line: TaxedLine): Tax {
    const { tax: charged, taxCode: code, what, amount } = line;
    if (!code) return (charged == null ? line.taxable : !money.isZero(charged)) ? this.taxed() : this.untaxed();
    const tax = this.named(this.ctx.maps.toApp('taxes', code) ?? needsPerson(mapIt(code)));
    if (charged == null) return tax;
    const expected = taxOf(amount, tax.rate, line.inclusive);
    // The code is the product's; the customer, or the country it goes to, may be free of tax all the same.
    if (money.isZero(charged)) return money.isZero(expected) ? tax : this.untaxed();
    if (isNear(charged, expected, amount)) return tax;
    return needsPerson(
      `The store charged ${charged} tax on ${what}; ${tax.code} of Xero would be ${expected}. Look at the store’s tax code “${code}” in Setup & Tools → Tax codes.`,
    );
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

const CHOOSE = 'Choose the tax rates of taxed and untaxed sales in the step “Configure”.';

const mapIt = (code: string) => `Say in Setup & Tools → Tax codes which tax rate of Xero the store’s “${code}” is.`;

/** Stores round by unit or by line, which is cents; another rate is more than one in a hundred. */
function isNear(charged: string, expected: string, amount: string): boolean {
  const slack = money.add(money.multiply(money.absolute(amount), '0.01'), '0.02');
  return money.compare(money.absolute(money.subtract(charged, expected)), slack) <= 0;
}
