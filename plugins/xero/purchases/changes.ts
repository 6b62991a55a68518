import type { Document } from 'patchbay/sdk';
import { saysTheSame } from '../sales/changes.js';
import type { Bill } from './bill.js';

/** A draft follows its purchase order, to the goods that came in the end; what is approved is never altered in silence. */
export function changeBill(
  before: Document & { done: string[] },
  now: Document | undefined,
): string[] | 'ask' | 'nothing' {
  const was = before.payload as Bill;
  if (before.done.includes('delete')) return now ? 'ask' : 'nothing';
  const isDraft = was.status !== 'AUTHORISED';
  if (!now) return isDraft ? ['delete'] : 'ask';
  const is = now.payload as Bill;
  if (was.supplier !== is.supplier || !saysTheSame(was, is)) return isDraft ? ['update', 'verify'] : 'ask';
  return before.done.includes('verify') ? 'nothing' : ['verify'];
}
