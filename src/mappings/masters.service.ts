import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Installation } from '../installations/installation.entity.js';
import { Trail } from '../installations/trail.service.js';
import { declarationOf, type Manifest, type MappingManifest, type Master } from '../sdk/index.js';
import { Schedules } from '../tasks/schedules.service.js';

export const MASTERS: readonly Master[] = ['app', 'store', 'fill'];

/** Who decides each field of a mapping. */
@Injectable()
export class Masters {
  constructor(
    private readonly database: Database,
    private readonly schedules: Schedules,
    private readonly trail: Trail,
  ) {}

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

  /** Keeps these masters; what the app says is then read anew from the beginning. Answers how many have changed. */
  async change(
    installation: Installation,
    { tasks }: Pick<Manifest, 'tasks'>,
    mapping: MappingManifest,
    wanted: ReadonlyMap<string, Master>,
    userId: number,
  ): Promise<number> {
    const before = await this.of(installation, mapping);
    const { key } = declarationOf(mapping.record);
    const changed = [...wanted].filter(
      ([field, master]) => field !== key && before.has(field) && before.get(field) !== master,
    );
    if (changed.length === 0) return 0;
    await this.write(installation, mapping, changed);
    const importing = tasks.filter((task) => task.mapping === mapping.id).map(({ id }) => id);
    await this.schedules.reimport(installation.storeId, installation.id, importing);
    const change = {
      before: Object.fromEntries(changed.map(([field]) => [field, before.get(field)])),
      after: Object.fromEntries(changed),
    };
    await this.trail.noteChange(installation, `masters of ${mapping.title} changed`.slice(0, 64), change, userId);
    return changed.length;
  }

  /** What the plugin itself says needs no row. */
  private async write(
    { storeId, id }: Installation,
    mapping: MappingManifest,
    changed: [string, Master][],
  ): Promise<void> {
    const declared = new Map(mapping.rows.map(({ to, master }) => [to, master]));
    await this.database.transaction(async (tx) => {
      await tx.run(
        'delete from field_masters where store_id = ? and installation_id = ? and mapping = ? and field in (?)',
        [storeId, id, mapping.id, changed.map(([field]) => field)],
      );
      const own = changed.filter(([field, master]) => declared.get(field) !== master);
      if (own.length === 0) return;
      await tx.run('insert into field_masters (store_id, installation_id, mapping, field, master) values ?', [
        own.map(([field, master]) => [storeId, id, mapping.id, field, master]),
      ]);
    });
  }
}
