import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { Database } from '../database/database.js';
import type { Installation } from '../installations/installation.entity.js';
import { Requirements } from '../installations/requirements.service.js';
import { Trail } from '../installations/trail.service.js';
import { valuesOf } from '../installations/unmapped.service.js';
import { Records } from '../records/records.service.js';
import { declarationOf, type ValueMap } from '../sdk/index.js';

/** One value of the store, and what it is called in the app. */
export interface Pair {
  value: string;
  /** What people know it by. */
  label: string;
  appValue: string | null;
  confirmed: boolean;
  /** The store doesn't have it any more. */
  gone: boolean;
}

export interface Answer {
  value: string;
  /** Empty: not mapped. */
  appValue: string;
  confirmed: boolean;
}

export interface PairsWanted {
  /** Behind this value. */
  after?: string;
  openOnly?: boolean;
  limit: number;
}

/** The tables in which a merchant says what a value of the store is called in an app. */
@Injectable()
export class ValueMaps {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly requirements: Requirements,
    private readonly records: Records,
    private readonly trail: Trail,
  ) {}

  /** By value. Pairs whose value the store no longer has stand among them. */
  async pairs(
    installation: Installation,
    map: ValueMap,
    { after = '', openOnly, limit }: PairsWanted,
  ): Promise<Pair[]> {
    const { storeId, id } = installation;
    const store = await this.storeSide(installation, map);
    const rows = await this.database.query<Row>(
      `select v.value, p.app_value, coalesce(p.confirmed, 0) as confirmed, 0 as gone from (${store.sql}) v
         left join value_pairs p on p.store_id = ? and p.installation_id = ? and p.map = ? and p.store_value = v.value
         where v.value > ? ${openOnly ? 'and p.app_value is null' : ''}
       union all
       select p.store_value as value, p.app_value, p.confirmed, 1 as gone from value_pairs p
         where p.store_id = ? and p.installation_id = ? and p.map = ? and p.store_value > ? and not ?
           and p.store_value not in (select v.value from (${store.sql}) v)
       order by value limit ?`,
      [
        ...store.values,
        storeId,
        id,
        map.id,
        after,
        storeId,
        id,
        map.id,
        after,
        openOnly ?? false,
        ...store.values,
        limit,
      ],
    );
    const labels = await this.labels(
      storeId,
      map,
      rows.map(({ value }) => value),
    );
    return rows.map((row) => ({
      value: row.value,
      label: labels.get(row.value) ?? row.value,
      appValue: row.app_value,
      confirmed: Boolean(row.confirmed),
      gone: Boolean(row.gone),
    }));
  }

  /** Which value of the store each of these app values already stands for. */
  async usedBy({ storeId, id }: Installation, map: ValueMap, appValues: string[]): Promise<Map<string, string>> {
    if (appValues.length === 0) return new Map();
    const rows = await this.database.query<{ app_value: string; store_value: string }>(
      `select app_value, store_value from value_pairs
       where store_id = ? and installation_id = ? and map = ? and app_value in (?)`,
      [storeId, id, map.id, appValues],
    );
    return new Map(rows.map(({ app_value, store_value }) => [app_value, store_value]));
  }

  async allUsed({ storeId, id }: Installation, map: ValueMap): Promise<Set<string>> {
    const rows = await this.database.query<{ app_value: string }>(
      'select app_value from value_pairs where store_id = ? and installation_id = ? and map = ? and app_value is not null',
      [storeId, id, map.id],
    );
    return new Set(rows.map(({ app_value }) => app_value));
  }

  /** Keeps what was answered for these values; others stay as they are. */
  async save(
    installation: Installation,
    map: ValueMap,
    before: Pair[],
    answers: Answer[],
    userId: number,
  ): Promise<void> {
    const { storeId, id } = installation;
    const given = answers.filter(({ appValue }) => appValue !== '');
    const taken = answers.filter(({ appValue }) => appValue === '').map(({ value }) => value);
    const told = ({ appValue, confirmed }: Pick<Pair, 'appValue' | 'confirmed'>) =>
      appValue && (map.confirm && confirmed ? `${appValue}, ticked` : appValue);
    const known = new Map(before.map((pair) => [pair.value, told(pair)]));
    const change = {
      before: Object.fromEntries(answers.map(({ value }) => [value, known.get(value) || null])),
      after: Object.fromEntries(answers.map((answer) => [answer.value, told(answer) || null])),
    };
    await this.trail.together(async () => {
      if (taken.length > 0) {
        await this.database.run(
          'delete from value_pairs where store_id = ? and installation_id = ? and map = ? and store_value in (?)',
          [storeId, id, map.id, taken],
        );
      }
      if (given.length > 0) await this.write(installation, map, given);
      await this.trail.noteChange(installation, `${map.title} mapped`.slice(0, 64), change, userId);
    });
  }

  private async write({ storeId, id }: Installation, map: ValueMap, given: Answer[]): Promise<void> {
    await this.database.run(
      `insert into value_pairs (store_id, installation_id, map, store_value, app_value, confirmed, updated_at) values ?
       on duplicate key update app_value = values(app_value), confirmed = values(confirmed), updated_at = values(updated_at)`,
      [
        given.map(({ value, appValue, confirmed }) => [
          storeId,
          id,
          map.id,
          value,
          appValue,
          confirmed,
          this.clock.date(),
        ]),
      ],
    );
  }

  private async storeSide({ storeId }: Installation, map: ValueMap) {
    return valuesOf(storeId, map, await this.requirements.ownSides(storeId));
  }

  private async labels(storeId: number, { store }: ValueMap, values: string[]): Promise<Map<string, string>> {
    if (!('records' in store)) return new Map();
    const { title } = declarationOf(store.records);
    const records = await this.records.load(
      storeId,
      values.map((key) => ({ type: store.records, key })),
    );
    return new Map(records.map(({ key, body }) => [key, String(body[title] ?? key)]));
  }
}

interface Row {
  value: string;
  app_value: string | null;
  confirmed: 0 | 1;
  gone: 0 | 1;
}
