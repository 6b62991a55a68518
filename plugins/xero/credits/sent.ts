import { money, type SendContext, type Shipment } from 'patchbay/sdk';
import type { XeroApi } from '../client.js';
import type { Written } from '../sales/compare.js';
import type { CreditNoteRow } from '../wire.js';
import { type CreditNote, takesAllBack } from './credit-note.js';

export type Context = SendContext<XeroApi>;

/** A credit note on its way. */
export type Sent = Shipment<CreditNote>;

/** What creating said of the app's copy, and what it had to come to. */
export type WrittenCredit = Written & { due?: string };

/** What creating it answered. */
export const madeOf = ({ done }: Sent) => done['create-credit'] ?? done.create;

export const idOf = (shipment: Sent): string => madeOf(shipment)?.remoteId ?? '';

export const writtenOf = (shipment: Sent) =>
  (shipment.done.update ?? madeOf(shipment))?.data as WrittenCredit | undefined;

/** The app keeps no link on credit notes: its id, or else number, reference and total together tell ours. */
export const isThisOne = (row: CreditNoteRow, shipment: Sent): boolean =>
  row.CreditNoteID === idOf(shipment) || isLike(row, shipment);

const isLike = (row: CreditNoteRow, { reference, payload }: Sent): boolean =>
  row.Type === 'ACCRECCREDIT' &&
  row.CreditNoteNumber === reference &&
  row.Reference === payload.reference &&
  isTotalOf(payload, row.Total ?? 0);

/** Of a whole order only the rest may have been credited. How much that must be is compared once it is known to be ours. */
function isTotalOf(payload: CreditNote, total: number): boolean {
  const apart = money.compare(total, payload.total);
  return apart === 0 || (apart < 0 && takesAllBack(payload));
}
