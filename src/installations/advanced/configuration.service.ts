import { Injectable } from '@nestjs/common';
import type { User } from '../../accounts/user.entity.js';
import { Database, type Transaction } from '../../database/database.js';
import type { Manifest } from '../../sdk/host/index.js';
import { Schedules } from '../../tasks/schedules.service.js';
import { StuckRuns } from '../../tasks/stuck-runs.js';
import { Neighbours } from '../forms/neighbours.service.js';
import type { Installation } from '../installation.entity.js';
import { Trail } from '../trail.service.js';
import { shownDifferences } from './in-words.js';
import { Masters } from './masters.service.js';
import {
  DEFAULTS,
  type Difference,
  declaredMasters,
  differences,
  effective,
  ownMasters,
  type Snapshot,
} from './snapshot.js';
import { type Version, Versions } from './versions.service.js';

/** What holds now, and which version it is; 0 while nobody has saved one. */
export interface Current extends Snapshot {
  number: number;
}

export interface Wish {
  by: User;
  /** The version that was before the person's eyes. */
  base: number;
  /** Which earlier one is gone back to; 0 are the defaults. */
  from?: number;
  note?: string;
}

/** Somebody else has saved since. */
export class ChangedMeanwhile extends Error {
  override readonly name = 'ChangedMeanwhile';

  constructor(
    readonly base: Snapshot,
    readonly latest: Version,
  ) {
    super(`${latest.by} has saved version ${latest.number} meanwhile.`);
  }
}

/** An installation's advanced configuration, field masters included: what holds, and every change of it as a version. */
@Injectable()
export class Configuration {
  constructor(
    private readonly database: Database,
    private readonly masters: Masters,
    private readonly versions: Versions,
    private readonly schedules: Schedules,
    private readonly stuck: StuckRuns,
    private readonly trail: Trail,
    private readonly neighbours: Neighbours,
  ) {}

  async current(it: Installation): Promise<Current> {
    const [number, masters] = await Promise.all([this.versions.last(it), this.masters.own(it)]);
    return { number, own: it.advanced, masters };
  }

  /** An earlier version, or with 0 the defaults. */
  async at(it: Installation, number: number): Promise<Snapshot | undefined> {
    return number === 0 ? DEFAULTS : this.versions.one(it, number);
  }

  /** The merchant's own copy of what holds so far, to be changed from now on. Making it twice makes it once. */
  create(it: Installation, by: User): Promise<void> {
    return this.trail.together(() =>
      this.database.transaction(async (tx) => {
        const current = await this.locked(it, tx);
        if (current.number > 0) return;
        await this.versions.add(it, 1, current, { by }, tx);
        await this.trail.note(it, { action: 'own advanced configuration created' }, by.id);
      }),
    );
  }

  /**
   * Saves a configuration as a new version. Answers what has changed by it; nothing is saved when nothing has. Throws
   * `ChangedMeanwhile` where another person was quicker, and `TakenMeanwhile` where another store was.
   */
  async save(it: Installation, manifest: Manifest, wanted: Snapshot, wish: Wish): Promise<Difference[]> {
    const declared = declaredMasters(manifest);
    const next = { own: wanted.own, masters: ownMasters(declared, wanted.masters) };
    const from = await this.goneBackTo(it, next, wish.from);
    const changed = await this.trail.together(() =>
      this.database.transaction(async (tx) => {
        const current = await this.locked(it, tx);
        if (current.number !== wish.base) throw await this.changedMeanwhile(it, wish.base, current, tx);
        const found = differences(current, next);
        if (found.length === 0) return found;
        await this.write(it, manifest, { current, next, wish: { ...wish, from }, changed: found }, tx);
        await this.trail.noteChange(it, 'advanced configuration changed', inTrail(found, manifest), wish.by.id);
        return found;
      }),
    );
    if (changed.length > 0) await this.stuck.retry(it.storeId, it.id);
    return changed;
  }

  /** Only what wasn't changed further before it was saved. */
  private async goneBackTo(it: Installation, next: Snapshot, from?: number): Promise<number | undefined> {
    const earlier = from === undefined ? undefined : await this.at(it, from);
    return earlier && differences(earlier, next).length === 0 ? from : undefined;
  }

  /** Others wait until this transaction has ended. */
  private async locked(it: Installation, tx: Transaction): Promise<Current> {
    const row = await tx.one<{ advanced: Snapshot['own'] }>(
      'select advanced from installations where store_id = ? and id = ? for update',
      [it.storeId, it.id],
    );
    const [number, masters] = [await this.versions.last(it, tx), await this.masters.own(it, tx)];
    return { number, own: row!.advanced, masters };
  }

  private async changedMeanwhile(it: Installation, base: number, current: Current, tx: Transaction) {
    const latest = (await this.versions.one(it, current.number, tx))!;
    // Before the first version there was what it kept.
    const before = await this.versions.one(it, Math.max(1, Math.min(base, current.number)), tx);
    return new ChangedMeanwhile(before!, latest);
  }

  private async write(
    it: Installation,
    manifest: Manifest,
    { current, next, wish, changed }: { current: Current; next: Snapshot; wish: Wish; changed: Difference[] },
    tx: Transaction,
  ): Promise<void> {
    const touched = manifest.advanced.filter((field) =>
      changed.some(({ of, name }) => of === 'own' && name === field.name),
    );
    await this.neighbours.claim(it, touched, tx, effective(manifest.advanced, next.own), it.answers);
    // What was there before anybody saved is a version too: one must be able to go back to it.
    if (current.number === 0) await this.versions.add(it, 1, current, { by: wish.by }, tx);
    await this.versions.add(it, Math.max(current.number, 1) + 1, next, wish, tx);
    await tx.run('update installations set advanced = ? where store_id = ? and id = ?', [
      JSON.stringify(next.own),
      it.storeId,
      it.id,
    ]);
    const decided = changed.filter(({ of }) => of === 'masters').map(({ name }) => name.slice(0, name.indexOf('.')));
    if (decided.length === 0) return;
    await this.masters.replace(it, next.masters, tx);
    const importing = manifest.tasks.filter((task) => task.kind === 'import' && decided.includes(task.mapping));
    await this.schedules.reimport(
      it.storeId,
      it.id,
      importing.map(({ id }) => id),
      tx,
    );
  }
}

/** As the audit trail keeps it: under the labels of the page, in people's words. */
function inTrail(changed: Difference[], manifest: Manifest) {
  const rows = shownDifferences(changed, manifest).map(
    ({ where, label, before, after }) => [where ? `${where}: ${label}` : label, before, after] as const,
  );
  return {
    before: Object.fromEntries(rows.map(([name, before]) => [name, before])),
    after: Object.fromEntries(rows.map(([name, , after]) => [name, after])),
  };
}
