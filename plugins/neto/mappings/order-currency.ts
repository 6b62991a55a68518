import type { MappingContext } from 'patchbay/sdk';
import type { Row } from '../client.js';
import { currencyCode, said } from './transforms.js';

/**
 * Orders don't tell their currency. Payments do; else the merchant has said what a sales channel sells in. Otherwise it
 * isn't known, and is left empty: guessing the store's own would book foreign money at par.
 */
export function orderCurrency(order: Row, { answers }: Pick<MappingContext, 'answers'>): string | null {
  const paidIn = [...new Set(paymentsOf(order).flatMap((payment) => currencyCode(payment.CurrencyCode) ?? []))];
  if (paidIn.length > 0) return paidIn.length === 1 ? paidIn[0]! : null;
  if (answers.currencies === 'one') return currencyCode(answers.currency);
  const channel = said(order.SalesChannel)?.toLowerCase();
  return channelCurrencies(answers.channelCurrencies).get(channel ?? '') ?? null;
}

/** 'Website = AUD, eBay = USD', by channel in lower case. */
function channelCurrencies(text: unknown): Map<string, string> {
  const pairs = (said(text) ?? '').split(/[,;\n]/).map((pair) => pair.split('='));
  return new Map(
    pairs.flatMap(([channel, currency]) => {
      const code = currencyCode(currency);
      return channel?.trim() && code ? [[channel.trim().toLowerCase(), code] as const] : [];
    }),
  );
}

function paymentsOf({ Payments }: Row): Row[] {
  return Array.isArray(Payments) ? Payments : [];
}
