import type { Answer } from './envelope.js';
import type { Criteria } from './filter.js';
import type { Reading } from './reading.js';
import { Missing, Refusal } from './refusal.js';
import type { Table } from './selectors.js';
import { flag, type Given, isTrue, text } from './wire.js';
import { writeEach } from './writing.js';

/** How a plain list of the store looks: every field a text, one of them the key. */
export interface Form<F extends string> {
  noun: string;
  key: F;
  fields: readonly F[];
  flags?: readonly F[];
  criteria: readonly F[];
  /** Refuses what the store would refuse. */
  check?(row: Record<F, string>): void;
}

/** Reference data of the store: warehouses, suppliers. */
export class Register<F extends string> {
  private readonly rows: Map<string, Record<F, string>>;
  private readonly table: Table<Record<F, string>>;
  private readonly criteria: Criteria<Record<F, string>>;

  constructor(
    private readonly form: Form<F>,
    rows: Partial<Record<F, string>>[],
    private readonly changed: () => void,
  ) {
    this.rows = new Map(rows.map((row) => [row[form.key]!, this.whole(row)]));
    const told = (name: F) => [name, (row: Record<F, string>) => row[name]] as const;
    this.table = {
      always: Object.fromEntries([told(form.key)]),
      columns: { ID: (row) => row[form.key], ...Object.fromEntries(form.fields.map(told)) },
    };
    this.criteria = { texts: Object.fromEntries(form.criteria.map(told)) };
  }

  get(key: string): Record<F, string> | undefined {
    return this.rows.get(key);
  }

  all(): Record<F, string>[] {
    return [...this.rows.values()];
  }

  read(reading: Reading): Answer {
    return reading.answer(this.form.noun, this.rows.values(), this.criteria, this.table);
  }

  add(body: Given): Answer {
    return writeEach(body, this.form.noun, (given) => {
      const key = text(given[this.form.key]) || this.nextKey();
      if (this.rows.has(key)) throw new Refusal(`${this.form.noun} ${key} already exists`);
      return this.keep({ ...this.whole({}), ...this.written(given), [this.form.key]: key });
    });
  }

  update(body: Given): Answer {
    return writeEach(body, this.form.noun, (given) => {
      const key = text(given[this.form.key]) ?? '';
      const row = this.rows.get(key);
      if (!row) throw new Missing(this.form.noun, key);
      return this.keep({ ...row, ...this.written(given) });
    });
  }

  private keep(row: Record<F, string>) {
    this.form.check?.(row);
    this.rows.set(row[this.form.key], row);
    this.changed();
    return { [this.form.key]: row[this.form.key] };
  }

  private whole(row: Partial<Record<F, string>>): Record<F, string> {
    return Object.fromEntries(this.form.fields.map((name) => [name, row[name] ?? ''])) as Record<F, string>;
  }

  private written(given: Given): Partial<Record<F, string>> {
    const written: Partial<Record<F, string>> = {};
    for (const name of this.form.fields) {
      const value = text(given[name]);
      if (value !== undefined) written[name] = this.form.flags?.includes(name) ? flag(isTrue(value)) : value;
    }
    return written;
  }

  private nextKey(): string {
    return String(1 + Math.max(0, ...[...this.rows.keys()].map(Number).filter(Number.isFinite)));
  }
}
