import { accountRoutes } from './books/accounts.js';
import { transactionRoutes } from './books/bank-transactions.js';
import { transferRoutes } from './books/bank-transfers.js';
import { batchRoutes } from './books/batch-payments.js';
import type { Books } from './books/books.js';
import { contactRoutes } from './books/contacts.js';
import { creditRoutes } from './books/credit-notes.js';
import { historyRoutes } from './books/history.js';
import { invoiceRoutes } from './books/invoices.js';
import { itemRoutes } from './books/items.js';
import { journalRoutes } from './books/manual-journals.js';
import { organisationRoutes } from './books/organisations.js';
import { paymentRoutes } from './books/payments.js';
import { orderRoutes } from './books/purchase-orders.js';
import { taxRateRoutes } from './books/tax-rates.js';
import { trackingRoutes } from './books/tracking-categories.js';
import { type Answer, badData, json, Refusal, refused, turnedAway } from './desk/answers.js';
import { Query } from './desk/query.js';
import { type Route, Router } from './desk/router.js';
import type { Idempotency } from './gate/idempotency.js';
import type { Limits } from './gate/limits.js';
import { opens } from './identity/clients.js';
import type { Identity } from './identity/identity.js';
import type { Tenancy } from './identity/tenancy.js';
import type { Bearer } from './identity/tokens.js';

export const BASE = '/api.xro/2.0';

/** Everything the API answers. */
export const accountingRoutes: readonly Route[] = [
  ...organisationRoutes,
  ...accountRoutes,
  ...taxRateRoutes,
  ...trackingRoutes,
  ...contactRoutes,
  ...itemRoutes,
  ...invoiceRoutes,
  ...creditRoutes,
  ...paymentRoutes,
  ...batchRoutes,
  ...transactionRoutes,
  ...transferRoutes,
  ...journalRoutes,
  ...orderRoutes,
  ...historyRoutes,
];

const router = new Router(accountingRoutes);

export interface AccountingRules {
  identity: Identity;
  tenancy: Tenancy;
  limits: Limits;
  idempotency: Idempotency;
  /** Whether a key is the token's own, or the app's in the whole organisation. */
  keysBelongTo: 'token' | 'app';
  largestBody: number;
  latency: number;
  unchanged: 200 | 304;
  books: (tenantId: string) => Books | undefined;
  /** Called after every request that may have changed the books. */
  changed: (books: Books) => void;
}

/** The accounting API: who asks, for whose books, how often, and then what. */
export class Accounting {
  constructor(private readonly rules: AccountingRules) {}

  async answer(request: Request, url: URL): Promise<Answer> {
    const bearer = this.rules.identity.bearer(request);
    const books = this.booksFor(bearer, request);
    const pass = this.rules.limits.enter(bearer.client.id, books.organisation.id);
    try {
      const body = await this.bodyOf(request);
      const answer = this.once(request, url, body, bearer, books);
      return { ...answer, headers: { ...answer.headers, ...pass.headers } };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { ...error.answer, headers: { ...error.answer.headers, ...pass.headers } };
    } finally {
      pass.leave();
    }
  }

  /** The organisation a request is for. A custom connection has one and needs no header. */
  private booksFor({ client }: Bearer, request: Request): Books {
    const tenantId = (request.headers.get('xero-tenant-id') || client.tenantId || '').toLowerCase();
    const connected = this.rules.tenancy.connectionOf(client.id, tenantId);
    const books = connected && this.rules.books(tenantId);
    if (!books) throw turnedAway(403, 'AuthenticationUnsuccessful');
    return books;
  }

  private async bodyOf(request: Request): Promise<string> {
    const { latency, largestBody } = this.rules;
    const body = request.method === 'GET' ? '' : await request.text();
    if (latency > 0) await new Promise((resolve) => setTimeout(resolve, latency));
    if (Buffer.byteLength(body) > largestBody) {
      throw refused(413, 'RequestTooLargeException', 'The request is too large.', 413);
    }
    return body;
  }

  private once(request: Request, url: URL, body: string, bearer: Bearer, books: Books): Answer {
    const { idempotency, keysBelongTo } = this.rules;
    const owner = keysBelongTo === 'token' ? bearer.token : bearer.client.id;
    return idempotency.once(`${owner}\n${books.organisation.id}`, request, body, () => {
      try {
        return this.serve(request, url, body, bearer, books);
      } catch (error) {
        if (error instanceof Refusal) return error.answer;
        throw error;
      }
    });
  }

  private serve(request: Request, url: URL, body: string, { client, scopes }: Bearer, books: Books): Answer {
    const { method, headers } = request;
    const { route, resource, params } = router.match(method, url.pathname.slice(BASE.length));
    if (!opens(scopes, resource, method)) throw turnedAway(403, 'AuthorizationUnsuccessful: a scope is missing');
    const query = new Query(url.searchParams, headers);
    const call = { books, query, params, body: parsed(body), app: client.id, unchanged: this.rules.unchanged };
    const answer = books.journal.atomically(() => route.answer(call));
    if (method !== 'GET') this.rules.changed(books);
    return answer;
  }
}

function parsed(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw badData('The request body is not valid JSON.');
  }
}

/** Anything that is not the app's own no is the twin's fault, and says so as the app does. */
export function apology(error: unknown): Answer {
  if (error instanceof Refusal) return error.answer;
  const detail = error instanceof Error ? error.message : String(error);
  return json({ ErrorNumber: 500, Type: 'InternalException', Message: `An error occurred in Xero. ${detail}` }, 500);
}
