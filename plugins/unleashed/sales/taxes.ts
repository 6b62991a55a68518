import type { BuildContext, RecordRef, UsesContext } from 'patchbay/sdk';
import { settingsOf } from '../settings.js';
import type { Tax } from './order.js';
import { needsPerson } from './unsendable.js';

/** The app's tax codes that a sale with these store codes may need. */
export function taxRefs(storeCodes: (string | null | undefined)[], ctx: UsesContext): RecordRef[] {
  const { taxedCode, untaxedCode } = settingsOf(ctx);
  const mapped = storeCodes.map((code) => (code ? ctx.maps.toApp('taxes', code) : undefined));
  const codes = [...mapped, taxedCode, untaxedCode].filter((code) => code !== undefined);
  return [...new Set(codes)].map((key) => ({ type: 'tax-rate', key }));
}

/** What tax a line carries in the app. */
export class Taxes {
  constructor(private readonly ctx: BuildContext) {}

  taxed = (): Tax => this.named(settingsOf(this.ctx).taxedCode ?? needsPerson(CHOOSE));

  untaxed = (): Tax => this.named(settingsOf(this.ctx).untaxedCode ?? needsPerson(CHOOSE));

  /** By the store's code where the line has one, otherwise by whether any tax was charged. */
  of(storeCode: string | null | undefined, charged: boolean): Tax {
    if (!storeCode) return charged ? this.taxed() : this.untaxed();
    const code = this.ctx.maps.toApp('taxes', storeCode);
    return this.named(
      code ?? needsPerson(`Say in Setup & Tools → Tax codes what the store’s tax code “${storeCode}” is in Unleashed.`),
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
