import { money, NeedsPerson, type SendContext, type Shipment } from 'patchbay/sdk';
import type { XeroApi } from '../client.js';
import { saveContacts } from '../contacts/save.js';
import { settingsOf } from '../settings.js';
import type { AccountRow, TaxRateRow } from '../wire.js';
import { inWords } from '../wrongs.js';
import type { SalesInvoice } from './sales-invoice.js';
import { isRounding } from './settle.js';
import type { Known } from './wire-invoice.js';

type Context = SendContext<XeroApi>;
type Sent = Shipment<SalesInvoice>;

/** What each of these needs to know before it can be written, or why it can't be. */
export async function knownFor(shipments: Sent[], ctx: Context): Promise<(Known | { refused: string })[]> {
  const rounds = shipments.some(({ payload }) => payload.lines.some(isRounding));
  const rounding = rounds ? await roundingAccount(ctx) : undefined;
  const contacts = await contactsOf(shipments, ctx);
  return contacts.map((contact) => ('refused' in contact ? contact : { ...contact, rounding }));
}

async function contactsOf(
  shipments: Sent[],
  { api }: Context,
): Promise<({ contactId: string } | { refused: string })[]> {
  const unknown = shipments.filter(({ payload }) => !payload.contact.id);
  const saved =
    unknown.length === 0
      ? []
      : await saveContacts(
          unknown.map(({ payload }) => payload.contact),
          api,
          unknown.map(({ key }) => key),
        );
  return shipments.map((shipment) => {
    const { id } = shipment.payload.contact;
    const one = id ? { id } : saved[unknown.indexOf(shipment)]!;
    return 'id' in one ? { contactId: one.id } : { refused: inWords(one.wrongs) };
  });
}

/** The chosen one, else the organisation's own; with a tax of nought, for what is rounded bears no tax. */
async function roundingAccount(ctx: Context): Promise<AccountRow> {
  const { setUp } = ctx.api;
  const { accounts, untaxedCode } = settingsOf(ctx);
  const account = accounts.rounding
    ? (await setUp.accounts()).find(({ Code }) => Code === accounts.rounding)
    : await setUp.roundingAccount();
  if (!account) throw new NeedsPerson('Xero has no such rounding account. Choose one in the step “Configure”.');
  const free = (await setUp.taxRates()).filter(({ EffectiveRate: rate = 0 }) => money.isZero(rate));
  return { ...account, TaxType: freeOf(free, [account.TaxType, 'NONE', 'BASEXCLUDED', untaxedCode]) };
}

const freeOf = (free: TaxRateRow[], wanted: (string | undefined)[]): string | undefined =>
  wanted.find((code) => code !== undefined && free.some(({ TaxType }) => TaxType === code));
