import { type Http, type HttpAnswer, type HttpRequest, Reconnect, type Tenant, TryLater } from 'patchbay/sdk';

export interface Consignment {
  reference: string;
  customer: string;
  lines: { code: string; quantity: string }[];
  depot: string;
  /** 'YYYY-MM-DD' */
  date: string;
  total: string;
  tax: string;
  currency: string;
}

export interface StoredConsignment extends Consignment {
  id: string;
  closed: boolean;
  /** Cancelled by the depot, or thrown away. */
  gone?: 'cancelled' | 'thrown away';
  /** What somebody wrote on it. */
  note?: string;
  /** Milliseconds since 1970, UTC. */
  changedAt?: number;
}

/** The only file that knows Parcelly's addresses and its ways of saying no. */
export class ParcellyClient {
  constructor(private readonly http: Http) {}

  async account(): Promise<Tenant> {
    const { account } = await this.read<{ account: { id: string; name: string } }>({ path: 'account' });
    return { key: account.id, name: account.name };
  }

  items(page: number, since?: Date) {
    const query = { page, changedSince: since?.toISOString() };
    return this.read<{ items: Record<string, unknown>[]; pages: number; total: number }>({ path: 'items', query });
  }

  stock() {
    return this.read<{ stock: Record<string, unknown>[] }>({ path: 'stock' });
  }

  async depots(search: string) {
    const { depots } = await this.read<{ depots: { code: string; name: string }[] }>({
      path: 'depots',
      query: { search },
    });
    return depots.map(({ code, name }) => ({ value: code, label: name }));
  }

  async createItem(code: string): Promise<string> {
    await this.read({ method: 'POST', path: 'items', json: { code }, purpose: 'Create the item' });
    return code;
  }

  setPrice(code: string, price: string): Promise<HttpAnswer> {
    return this.send({
      method: 'PUT',
      path: `items/${encodeURIComponent(code)}/price`,
      json: { price },
      repeatable: true,
    });
  }

  /** Under the id that we give it; a second one under the same id is refused with 409. */
  createConsignment(id: string, consignment: Consignment): Promise<HttpAnswer> {
    return this.send({
      method: 'POST',
      path: 'consignments',
      json: { id, ...consignment },
      purpose: 'Create the consignment',
    });
  }

  closeConsignment(id: string): Promise<HttpAnswer> {
    return this.send({ method: 'POST', path: `consignments/${id}/close`, purpose: 'Close the consignment' });
  }

  async consignments(references: string[]): Promise<StoredConsignment[]> {
    const query = { references: references.join(',') };
    return (await this.read<{ consignments: StoredConsignment[] }>({ path: 'consignments', query })).consignments;
  }

  consignmentsDated(from: string, to: string, page: number) {
    return this.read<{ consignments: StoredConsignment[]; pages: number; total: number }>({
      path: 'consignments/dated',
      query: { from, to, page },
    });
  }

  private async read<T>(request: HttpRequest): Promise<T> {
    const answer = await this.send(request);
    if (answer.status >= 400) throw new Error(refusalOf(answer));
    return JSON.parse(answer.body) as T;
  }

  private async send(request: HttpRequest): Promise<HttpAnswer> {
    const answer = await this.http.send(request);
    if (answer.status === 401) throw new Reconnect();
    if (answer.status === 423) throw new TryLater({ seconds: 90, why: 'Parcelly closes its books.' });
    return answer;
  }
}

/** From which day on consignments are taken, where that is why it was refused. */
export const opensOn = ({ body, status }: HttpAnswer): string | undefined =>
  status === 422 ? (JSON.parse(body) as { opensOn?: string }).opensOn : undefined;

export function refusalOf({ body, status }: HttpAnswer): string {
  return (JSON.parse(body) as { refused?: string }).refused ?? `Parcelly answered ${status}`;
}
