import type { DataSource } from 'typeorm';
import { AcmeApp, acme } from './acme.js';
import { Scene } from './scene.js';

/** A shop whose invoices go to Acme. */
export class Orders extends Scene<AcmeApp> {
  static open(source: DataSource, answers: Record<string, unknown> = {}, plugin = acme): Promise<Orders> {
    const all = { startDate: '2026-11-01', mode: 'individually', ...answers };
    return new Orders(source, plugin, new AcmeApp(), 'export-invoices').open(all);
  }

  invoice(number: string, more: Record<string, unknown> = {}): Promise<void> {
    const body = { number, status: 'dispatched', date: '2026-11-20', currency: 'AUD', total: '10.00', ...more };
    return this.plant('invoice', body);
  }

  async answer(answers: Record<string, unknown>): Promise<void> {
    await this.source.query('update installations set answers = json_merge_patch(answers, ?) where id = ?', [
      JSON.stringify(answers),
      this.shop.installationId,
    ]);
  }

  /** What Acme holds, by reference. */
  orders(): Record<string, string[]> {
    return Object.fromEntries([...this.app.orders.values()].map(({ reference, members }) => [reference, members]));
  }
}
