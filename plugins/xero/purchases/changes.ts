import { type Document, type SentDocument, stepsLeft } from 'patchbay/sdk';
import { saysTheSame } from '../sales/changes.js';
import type { Bill } from './bill.js';

/** A draft follows its purchase order, to the goods that came in the end; what is approved is never altered in silence. */
export function changeBill(before: SentDocument, now: Document | undefined): string[] | 'ask' | 'nothing' {
  const was = before.payload as Bill;
  if (before.done.includes('delete')) return now ? 'ask' : 'nothing';
  const isDraft = was.status !== 'AUTHORISED';
  if (!now) return isDraft ? ['delete'] : 'ask';
  const is = now.payload as Bill;
  if (was.supplier !== is.supplier || !saysTheSame(was, is)) return isDraft ? ['update', 'verify'] : 'ask';
  if (before.done.includes('verify')) return 'nothing';
  // An update that was stopped on its way has not landed, whatever it was to say.
  return stepsLeft(before).includes('update') ? ['update', 'verify'] : ['verify'];
}
