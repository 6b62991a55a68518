import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../../database/database.js';
import type { MappingManifest } from '../../sdk/host/index.js';
import type { Master } from '../../sdk/index.js';
import type { Installation } from '../installation.entity.js';

export const MASTERS: readonly Master[] = ['app', 'store', 'fill', 'off'];

/** Who decides each field of a mapping. What the plugin itself says needs no row. */
@Injectable()
export class Masters {
  constructor(private readonly database: Database) {}

  /** By record field, for one mapping of an installation. */
  async of({ storeId, id }: Installation, mapping: MappingManifest): Promise<Map<string, Master>> {
    const rows = await this.database.query<{ field: string; master: Master }>(
      'select field, master from field_masters where store_id = ? and installation_id = ? and mapping = ?',
      [storeId, id, mapping.id],
    );
    const own = new Map(rows.map(({ field, master }) => [field, master]));
    return new Map(mapping.rows.map(({ to, master }) => [to, own.get(to) ?? master]));
  }

  /** How many fields have another master than the plugin gave them, by mapping. */
  async changed({ storeId, id }: Installation): Promise<Map<string, number>> {
    const rows = await this.database.query<{ mapping: string; count: number }>(
      'select mapping, count(*) as count from field_masters where store_id = ? and installation_id = ? group by mapping',
      [storeId, id],
    );
    return new Map(rows.map(({ mapping, count }) => [mapping, Number(count)]));
  }

  /** Those that are the installation's own, by 'mapping.field'. */
  async own({ storeId, id }: Installation, on: Pick<Transaction, 'query'> = this.database) {
    const rows = await on.query<{ mapping: string; field: string; master: Master }>(
      'select mapping, field, master from field_masters where store_id = ? and installation_id = ?',
      [storeId, id],
    );
    return Object.fromEntries(rows.map(({ mapping, field, master }) => [`${mapping}.${field}`, master]));
  }

  /** Makes these the only ones that are the installation's own. */
  async replace({ storeId, id }: Installation, own: Record<string, Master>, tx: Transaction): Promise<void> {
    await tx.run('delete from field_masters where store_id = ? and installation_id = ?', [storeId, id]);
    const rows = Object.entries(own).map(([name, master]) => {
      const dot = name.indexOf('.');
      return [storeId, id, name.slice(0, dot), name.slice(dot + 1), master];
    });
    if (rows.length === 0) return;
    await tx.run('insert into field_masters (store_id, installation_id, mapping, field, master) values ?', [rows]);
  }
}
