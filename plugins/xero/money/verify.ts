import type { SendContext, Shipment, StepResult } from 'patchbay/sdk';
import type { XeroApi } from '../client.js';
import { isRight, lately, type Written, whatIsWrong, writtenAs } from '../sales/compare.js';
import type { BankTransactionRow, InvoiceRow } from '../wire.js';
import { inWords, type Wrong } from '../wrongs.js';
import { type Owing, owedNumber } from './money-document.js';

type Context = SendContext<XeroApi>;
type Sent = Shipment<Owing>;

/** What the answer says of the app's copy goes along, so that comparing it needs no further request. */
export function comparedWith(
  row: BankTransactionRow | InvoiceRow,
  warnings: Wrong[],
  { payload }: Sent,
  { now }: Context,
) {
  const data: Written = { ...writtenAs(row), warning: inWords(warnings), at: now() };
  return { data, ...(isRight(data, dueOf(payload)) && { also: ['verify'] }) };
}

/** Money without an invoice is compared with the store's amount after it was written. What is owed is settled only then. */
export async function verifyOwing(shipments: Sent[], ctx: Context): Promise<StepResult[]> {
  const results: StepResult[] = [];
  for (const shipment of shipments) {
    const { remoteId = '', data } = madeBy(shipment) ?? {};
    const written = lately((data ?? {}) as Written, ctx.now()) ?? (await readAnew(remoteId, shipment, ctx));
    const wrong = whatIsWrong(nameOf(shipment), written, dueOf(shipment.payload));
    results.push(wrong ? { needsPerson: wrong } : { done: true, remoteId });
  }
  return results;
}

const dueOf = ({ amount: total, currency }: Owing) => ({ total, currency });

const madeBy = ({ done }: Sent) => done.receive ?? done.owe;

const nameOf = (shipment: Sent): string => (shipment.payload.owedOn ? owedNumber(shipment) : shipment.reference);

async function readAnew(id: string, { payload }: Sent, { api }: Context): Promise<Written | undefined> {
  const { kind, owedOn } = payload;
  const received = kind === 'overpayment' ? api.overpayments : api.prepayments;
  const row = owedOn ? (await api.invoices.withIds([id]))[0] : await received.one(id);
  return row && writtenAs(row);
}
