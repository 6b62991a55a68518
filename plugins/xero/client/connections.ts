import { readObject } from './answers.js';
import type { Calls } from './calls.js';

export interface ConnectionRow {
  id: string;
  tenantId: string;
  tenantType?: string;
  tenantName: string;
}

const ADDRESS = 'https://api.xero.com/connections';

/** The organisations that a consent covers. */
export class Connections {
  constructor(private readonly calls: Calls) {}

  async organisations(): Promise<ConnectionRow[]> {
    const answer = await this.calls.send({ path: ADDRESS, purpose: 'Read which organisations are connected' });
    const rows = readObject(answer.body);
    if (answer.status !== 200 || !Array.isArray(rows)) throw new Error('Xero did not list its connections.');
    return (rows as ConnectionRow[]).filter(({ tenantType }) => (tenantType ?? 'ORGANISATION') === 'ORGANISATION');
  }

  /** Each counts against what the hub's app may have until it is ended; ending one that is gone already is fine. */
  async end(tenant: string): Promise<void> {
    const found = (await this.organisations()).find(({ tenantId }) => tenantId === tenant);
    if (!found) return;
    const purpose = 'Disconnect the organisation';
    const answer = await this.calls.send({
      method: 'DELETE',
      path: `${ADDRESS}/${found.id}`,
      repeatable: true,
      purpose,
    });
    if (answer.status >= 300 && answer.status !== 404) throw new Error(`Xero did not disconnect (${answer.status}).`);
  }
}
