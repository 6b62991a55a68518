import { type BuildContext, needsPerson, type RecordRef, type UsesContext } from 'patchbay/sdk';
import { settingsOf } from '../settings.js';
import { PAYMENTS } from '../value-maps.js';

/** The account that a payment method's money comes in through, as it is mapped, else the wizard's. */
const named = (method: string | null | undefined, ctx: UsesContext): string | undefined =>
  (method ? ctx.maps.toApp(PAYMENTS, method) : undefined) ?? settingsOf(ctx).accounts.payments;

export function accountRefs(method: string | null | undefined, ctx: UsesContext): RecordRef[] {
  const key = named(method, ctx);
  return [
    ...(key ? [{ type: 'account' as const, key }] : []),
    ...(method ? [{ type: 'payment-method' as const, key: method }] : []),
  ];
}

/** Of all methods: by which of them an order was paid isn't known beforehand. */
export function allAccountRefs(ctx: UsesContext): RecordRef[] {
  const mapped = ctx.maps.pairs(PAYMENTS).map(({ app }) => app);
  const { payments } = settingsOf(ctx).accounts;
  return [...new Set([...mapped, ...(payments ? [payments] : [])])].map((key) => ({ type: 'account', key }));
}

export interface MoneyAccount {
  id: string;
  /** Whether money may come in here that belongs to no invoice. */
  isBank: boolean;
}

export function moneyAccount(method: string | null | undefined, ctx: BuildContext): MoneyAccount {
  const id = named(method, ctx);
  if (!id) {
    const name = methodName(method, ctx);
    return needsPerson(
      `Say which account of Xero ${name ? `“${name}”` : 'payments'} come in through: Setup & Tools → Accounts of payment methods, or the step “Configure”.`,
    );
  }
  const account = ctx.related.get('account', id)?.body;
  if (account?.active === false)
    needsPerson(`The account ${account.name ?? id} is archived in Xero: map another one to the payment method.`);
  return { id, isBank: account?.type === 'BANK' };
}

const methodName = (method: string | null | undefined, { related }: BuildContext): string | undefined =>
  method ? (related.get('payment-method', method)?.body.name ?? method) : undefined;

/** Money that stays with the store, for the customer to spend. */
export function isStoreCredit(method: string | null | undefined, ctx: BuildContext): boolean {
  const names = [method, methodName(method, ctx)].flatMap((name) => name?.trim().toLowerCase() ?? []);
  return names.some((name) => settingsOf(ctx).storeCredit.includes(name));
}
