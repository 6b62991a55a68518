import type { Document, RecordBody, Shipment, StepResult } from 'patchbay/sdk';
import type { PluginUnderTest } from 'patchbay/sdk/testing';
import { type Asker, asker } from '../sandbox/testing.js';
import { type Shipped, shopOf } from './sales.js';
import { type Opened, open } from './shop.js';

type Related = NonNullable<Parameters<PluginUnderTest['build']>[2]>;
export type Parents = NonNullable<Parameters<PluginUnderTest['build']>[4]>;

/** The whole shop: what it takes, pays back and owes, in the twin's books. */
export interface Ledger extends Opened {
  who: Asker;
  /** An account of the twin's chart, by its code. */
  account(code: string): string;
  /** Sends an order and answers it as a parent. */
  invoiced(body: RecordBody<'invoice'>): Promise<Parents[number]>;
  build(
    task: string,
    type: 'payment' | 'return' | 'refund',
    body: object,
    around?: Around,
  ): ReturnType<PluginUnderTest['build']>;
  /** The documents it becomes. */
  documents(task: string, type: 'payment' | 'return' | 'refund', body: object, around?: Around): Promise<Document[]>;
  /** Takes a document through its steps; answers the last result. */
  send(task: string, document: Document): Promise<{ shipment: Shipment; result: StepResult }>;
  /** What stands on an account, by the twin's own payments and transactions: in less out. */
  moved(code: string): Promise<number>;
}

export interface Around {
  order?: RecordBody<'invoice'>;
  parents?: Parents;
  related?: Related;
  /** What of it has left already. */
  shipped?: Shipped;
}

/** Methods: 1 goes through a clearing account, 2 through the bank, 3 stays as credit, 4 is a voucher. */
const METHODS = { '1': '611', '2': '090', '4': '830' };
const NAMES: Record<string, string> = {
  '1': 'Credit Card',
  '2': 'Bank Deposit',
  '3': 'Store Credit',
  '4': 'Gift Voucher',
};

export async function ledger(options: Parameters<typeof open>[0] = {}): Promise<Ledger> {
  const probe = open(options);
  const { records } = await probe.app.pull('import-accounts');
  const account = (code: string) => String(records.find((one) => one.code === code)!.id);
  const maps = {
    'payment-accounts': Object.fromEntries(Object.entries(METHODS).map(([m, code]) => [m, account(code)])),
  };
  const opened = open({ ...options, maps: { ...options.maps, ...maps } });
  const { app, twin } = opened;
  const who = await asker(twin);
  const shop = await shopOf(app);
  const known: Related = [
    ...records.map((body) => app.record('account', body as RecordBody<'account'>)),
    ...Object.entries(NAMES).map(([code, name]) => app.record('payment-method', { code, name })),
    ...shop.all,
  ];
  const build: Ledger['build'] = async (task, type, body, { order, parents = [], related = [], shipped = [] } = {}) => {
    const record = app.record(type, body as never);
    const refs = await app.uses(task, record);
    const all = [...known, ...related, ...(order ? [app.record('invoice', order)] : [])];
    const named = all.filter(({ type: kind, key }) => refs.some((ref) => ref.type === kind && ref.key === key));
    return app.build(task, record, named, shipped, parents);
  };
  return {
    ...opened,
    who,
    account,
    build,
    async invoiced(body) {
      const document = await shop.sale(body);
      const { shipment, result } = await shop.send(document);
      if (!('done' in result)) throw new Error(JSON.stringify(result));
      const { remoteId, number } = shipment.done.create!;
      const part = {
        part: '',
        reference: document.reference,
        payload: document.payload,
        done: shipment.done,
        remoteId,
        number,
      };
      return { task: 'export-invoices', key: body.number, state: 'exported', remoteId, number, parts: [part] };
    },
    async documents(task, type, body, around) {
      const built = await build(task, type, body, around);
      if ('documents' in built) return built.documents;
      throw new Error(JSON.stringify(built));
    },
    send: (task, document) => shop.send(document, task),
    async moved(code) {
      const id = account(code);
      const { body: payments } = await who.get('/Payments?page=1&pageSize=1000');
      const { body: transactions } = await who.get('/BankTransactions?page=1&pageSize=1000');
      const paid = payments.Payments.filter(
        (one: Money) => one.Account?.AccountID === id && one.Status === 'AUTHORISED',
      );
      const received = transactions.BankTransactions.filter((one: Money) => one.BankAccount?.AccountID === id);
      const sum = paid.reduce(
        (so: number, one: Money) => so + (one.PaymentType === 'ACCRECPAYMENT' ? one.Amount! : -one.Amount!),
        0,
      );
      return Math.round((sum + received.reduce((so: number, one: Money) => so + one.Total!, 0)) * 100) / 100;
    },
  };
}

interface Money {
  Account?: { AccountID: string };
  BankAccount?: { AccountID: string };
  Status?: string;
  PaymentType?: string;
  Amount?: number;
  Total?: number;
}

/** The invoice of an order that isn't sent, as a parent. */
export const notSent = (key: string, because: string): Parents[number] => ({
  task: 'export-invoices',
  key,
  state: 'not-due',
  because,
  parts: [],
});
