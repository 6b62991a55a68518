import type { Database, Transaction } from '../../database/database.js';
import type { Ids } from '../../database/ids.js';
import { declarationOf } from '../../sdk/index.js';
import type { Incoming } from './import-run.js';
import { lockById, lockByKey, remoteIdsOf } from './lookup.js';
import { NaturalKeys, naturalValue } from './natural-keys.js';
import { create, fail, type Held, type Link, type Outcome, update } from './plan.js';
import type { Row } from './rows.js';

/** Finds the record of each changed row and decides what becomes of it. */
export class Planner {
  private readonly naturalKeys: NaturalKeys;
  private readonly keyLabel: string;

  constructor(
    database: Database,
    private readonly ids: Pick<Ids, 'take'>,
    private readonly incoming: Incoming,
  ) {
    this.naturalKeys = new NaturalKeys(database, incoming);
    const { key, fields } = declarationOf(incoming.type);
    this.keyLabel = fields[key]!.label;
  }

  /** The records concerned stay locked until the transaction ends. Without `lookUpKeys`, a known key fails the insert. */
  async plan(tx: Transaction, rows: Row[], links: Map<string, Link>, lookUpKeys: boolean): Promise<Outcome[]> {
    const found = await this.find(tx, rows, links, lookUpKeys);
    const newIds = await this.ids.take(
      'record',
      rows.filter((row) => !found.held.has(row) && !found.failed.has(row)).length,
    );
    let next = 0;
    return rows.map((row) => {
      const reason = found.failed.get(row);
      const held = found.held.get(row);
      if (reason !== undefined) return fail(row, reason, held?.id ?? null);
      if (!held) return create(this.incoming, row, newIds[next++]!);
      return update(this.incoming, row, held, found.linked.has(row) ? links.get(row.remoteId) : undefined);
    });
  }

  /** Call when the plan has been carried out. */
  learn(outcomes: Outcome[]): void {
    for (const { record } of outcomes) if (record) this.naturalKeys.learn(record.id, record.body);
  }

  private async find(tx: Transaction, rows: Row[], links: Map<string, Link>, lookUpKeys: boolean): Promise<Found> {
    const found: Found = { held: new Map(), linked: new Set(), failed: new Map() };
    const meant = await this.meantBy(rows, links, found);
    const byId = await lockById(
      tx,
      this.incoming,
      [...new Set(meant.values())].map(({ id }) => id),
    );
    for (const [row, { id, field }] of meant) {
      const held = byId.get(id);
      if (!held || (field !== undefined && naturalValue(held.body, field) !== naturalValue(row.said, field))) continue;
      found.held.set(row, held);
      if (field === undefined) found.linked.add(row);
    }
    await this.findByKey(tx, lookUpKeys ? rows : [...found.held.keys()], found);
    await this.refuseTaken(tx, rows, found);
    return found;
  }

  /** By link, else by the mapping's natural keys. */
  private async meantBy(rows: Row[], links: Map<string, Link>, found: Found) {
    const meant = new Map<Row, { id: number; field?: string }>();
    if (rows.some((row) => !links.has(row.remoteId))) await this.naturalKeys.ready();
    for (const row of rows) {
      const link = links.get(row.remoteId);
      if (link) {
        meant.set(row, { id: link.recordId });
        continue;
      }
      const match = this.naturalKeys.find(row.said);
      if (match && 'several' in match) found.failed.set(row, this.severalMatch(match.several, row));
      else if (match) meant.set(row, match);
    }
    return meant;
  }

  private async findByKey(tx: Transaction, rows: Row[], found: Found): Promise<void> {
    const asking = rows.filter((row) => !found.failed.has(row) && !this.keepsKey(found.held.get(row), row));
    const byKey = await lockByKey(
      tx,
      this.incoming,
      asking.map((row) => row.key),
    );
    for (const row of asking) {
      const held = found.held.get(row);
      const other = byKey.get(row.key);
      if (held) found.failed.set(row, this.renamed(held, row, other));
      else if (other) found.held.set(row, other);
    }
  }

  /** A name that the app doesn't really have is no news about a record that has one. */
  private keepsKey(held: Held | undefined, row: Row): boolean {
    const { type, masters } = this.incoming;
    return held !== undefined && (held.key === row.key || masters.get(declarationOf(type).key) === 'fill');
  }

  /** Two rows of the app must not end up in one record. */
  private async refuseTaken(tx: Transaction, rows: Row[], found: Found): Promise<void> {
    const justFound = rows.filter((row) => found.held.has(row) && !found.linked.has(row) && !found.failed.has(row));
    const takenBy = await remoteIdsOf(
      tx,
      this.incoming,
      justFound.map((row) => found.held.get(row)!.id),
    );
    const claimed = new Map<string, Row>();
    for (const row of rows) {
      if (found.failed.has(row)) continue;
      const held = found.held.get(row);
      const other = held && !found.linked.has(row) ? takenBy.get(held.id) : undefined;
      const name = held?.key ?? row.key;
      const first = claimed.get(name);
      if (other !== undefined && other !== row.remoteId) found.failed.set(row, this.taken(name, other));
      else if (first) found.failed.set(row, this.taken(name, first.remoteId));
      else claimed.set(name, row);
    }
  }

  private severalMatch(field: string, row: Row): string {
    const { fields } = declarationOf(this.incoming.type);
    const said = field.split('+').map((name) => `${fields[name]!.label} ${String(row.said[name])}`);
    return `More than one record has the ${said.join(' and the ')}; a person must decide which one this is.`;
  }

  private renamed(held: Held, row: Row, other: Held | undefined): string {
    const what = `${this.keyLabel} was ${held.key} and is now ${row.key}`;
    return other
      ? `${what}, which another record has already; a person must decide which of the two this is.`
      : `${what}; a person must decide whether it is still the same.`;
  }

  private taken(key: string, remoteId: string): string {
    return `${this.keyLabel} ${key} belongs to another row of the app (${remoteId}) already; a person must decide which one counts.`;
  }
}

interface Found {
  /** The record that each row is about; rows without one begin a new record. */
  held: Map<Row, Held>;
  /** Rows whose record was found by its link. */
  linked: Set<Row>;
  failed: Map<Row, string>;
}
