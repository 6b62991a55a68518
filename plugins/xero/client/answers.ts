import { type HttpAnswer, NeedsPerson, NoAnswer, Reconnect, TryLater } from 'patchbay/sdk';
import type { Answered } from '../wire.js';
import { inWords, wrongOf, wrongsOf } from '../wrongs.js';

/** The permissions a consent gives, by the first part of an address. */
const PERMISSIONS: Record<string, string> = {
  Invoices: 'accounting.invoices',
  CreditNotes: 'accounting.invoices',
  Items: 'accounting.invoices',
  Payments: 'accounting.payments',
  Overpayments: 'accounting.payments',
  Prepayments: 'accounting.payments',
  BatchPayments: 'accounting.payments',
  BankTransactions: 'accounting.banktransactions',
  BankTransfers: 'accounting.banktransactions',
  ManualJournals: 'accounting.manualjournals',
  Contacts: 'accounting.contacts',
};

/** The organisation was disconnected over there, or a permission is missing: both come with the same status. */
export function turnedAway(answer: HttpAnswer, path: string): Error {
  if (answer.status === 401) return new Reconnect('Xero no longer accepts this connection. Connect it again.');
  const { Detail: detail = '' } = readObject(answer.body) as { Detail?: unknown };
  if (/AuthenticationUnsuccessful/i.test(String(detail))) {
    return new Reconnect('The organisation was disconnected in Xero. Connect it again.');
  }
  if (!/AuthorizationUnsuccessful|scope/i.test(String(detail))) {
    return new TryLater({ why: `Xero turned the request away (${answer.status}): ${wordsOf(answer)}` });
  }
  const permission = PERMISSIONS[/^\w+/.exec(path)?.[0] ?? ''] ?? 'accounting.settings.read';
  return new NeedsPerson(
    `Xero doesn’t give us the permission “${permission}”. Press Connect in Setup & Tools and agree to all of it; the person who does so needs a role in Xero that may do this.`,
  );
}

export function parsed<T>({ body, status }: HttpAnswer): T {
  const value = readObject(body);
  if (Object.keys(value).length > 0) return value as T;
  throw new NoAnswer(`Xero answered ${status} with something that can't be read.`);
}

/** The rows of a list. */
export function rowsIn<Row>(answer: HttpAnswer, noun: string): Row[] {
  const rows = parsed<Record<string, unknown>>(answer)[noun] ?? [];
  if (!Array.isArray(rows)) throw new Error(`Xero listed ${noun} that are no list.`);
  return rows as Row[];
}

/** Why a whole request was refused, in words that say what to do. The outermost sentence never helps anybody. */
export function wordsOf({ body, status }: HttpAnswer): string {
  const { Elements: elements, Message, Detail } = readObject(body) as Record<string, unknown>;
  const inner = Array.isArray(elements) ? (elements as Answered[]).flatMap((element) => wrongsOf(element)) : [];
  if (inner.length > 0) return inWords(inner);
  const outer = Detail ?? Message;
  return outer ? inWords([wrongOf(String(outer))]) : `Xero said no (${status}): ${body.slice(0, 300)}`;
}

export function readObject(body: string): object {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // The same as any other answer that says nothing.
  }
  return {};
}
