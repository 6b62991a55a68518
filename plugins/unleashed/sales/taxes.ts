import { type BuildContext, money, needsPerson, type RecordRef, type UsesContext } from 'patchbay/sdk';
import { settingsOf } from '../settings.js';
import type { Tax } from './order.js';

/** The app's tax codes that a sale with these store codes may need. */
export function taxRefs(storeCodes: (string | null | undefined)[], ctx: UsesContext): RecordRef[] {
  const { taxedCode, untaxedCode } = settingsOf(ctx);
  const mapped = storeCodes.map((code) => (code ? ctx.maps.toApp('taxes', code) : undefined));
  const codes = [...mapped, taxedCode, untaxedCode].filter((code) => code !== undefined);
  return [...new Set(codes)].map((key) => ({ type: 'tax-rate', key }));
}

/** What a line says of its tax. */
interface TaxedLine {
  sku: string;
  /** Of the whole line, with or without tax as `inclusive` says. */
  amount: string;
  inclusive: boolean;
  tax?: string | null;
  taxCode?: string | null;
  /** Tax was charged on the order, which is what counts while the line is silent. */
  taxable: boolean;
  places: number;
}

/** What tax a line carries in the app. */
export class Taxes {
  constructor(private readonly ctx: BuildContext) {}

  taxed = (): Tax => this.named(settingsOf(this.ctx).taxedCode ?? needsPerson(CHOOSE));

  untaxed = (): Tax => this.named(settingsOf(this.ctx).untaxedCode ?? needsPerson(CHOOSE));

  /** By the store's code where the line has one, otherwise by whether any tax was charged. */
  charged(line: TaxedLine): Tax {
    const { tax: charged, taxCode: code, sku, places } = line;
    const mapped = code ? this.ctx.maps.toApp('taxes', code) : undefined;
    // A gift comes to the same under any code: nobody is asked about one.
    if (!code || (!mapped && money.isZero(line.amount)))
      return (charged == null ? line.taxable : !money.isZero(charged)) ? this.taxed() : this.untaxed();
    const tax = this.named(mapped ?? needsPerson(mapIt(code)));
    if (charged == null) return tax;
    const expected = money.round(taxIn(line, tax), places);
    // The code is the product's; the customer, or the country it goes to, may be free of tax all the same.
    if (money.isZero(charged)) return money.isZero(expected) ? tax : this.untaxed();
    if (isNear(charged, expected, line)) return tax;
    return needsPerson(
      `The store charged ${charged} tax on ${sku}; ${tax.code} of Unleashed would be ${expected}. Look at the store’s tax code “${code}” in Setup & Tools → Tax codes.`,
    );
  }

  private named(code: string): Tax {
    const { rate, active } = this.ctx.related.get('tax-rate', code)?.body ?? {};
    if (typeof rate !== 'string') {
      return needsPerson(`Unleashed’s tax code ${code} isn’t known here yet: run the task “Import tax rates”.`);
    }
    if (active === false) needsPerson(`Tax code ${code} is obsolete in Unleashed: map or choose another one.`);
    return { code, rate };
  }
}

const CHOOSE = 'Choose the tax codes of taxed and untaxed sales in the step “Configure integration”.';

const mapIt = (code: string) => `Say in Setup & Tools → Tax codes what the store’s tax code “${code}” is in Unleashed.`;

function taxIn({ amount, inclusive }: TaxedLine, { rate }: Tax): string {
  const tax = money.multiply(amount, rate);
  return inclusive ? money.divide(tax, money.add(1, rate), 8) : tax;
}

/** Stores round by unit or by line, which is cents; another rate is more than one in a hundred. */
function isNear(charged: string, expected: string, { amount }: TaxedLine): boolean {
  const slack = money.add(money.multiply(money.absolute(amount), '0.01'), '0.02');
  return money.compare(money.absolute(money.subtract(charged, expected)), slack) <= 0;
}
