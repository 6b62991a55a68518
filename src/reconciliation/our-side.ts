import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Manifest, StatementManifest } from '../sdk/host/index.js';
import type { Facts } from '../sdk/runtime/index.js';
import type { RunInProgress } from '../tasks/run-in-progress.js';
import { reasonNotDue, rulesOf } from '../transactions/eligibility.js';
import { groupBy } from '../transactions/group.js';
import { Aliases } from './aliases.js';
import { matchKey } from './match-key.js';
import { entryOf, type OurRecord, type Sent } from './our-entry.js';
import { HERE, type ReportKey, StatementRows, THERE } from './statement-rows.store.js';

/** What the store says of a statement's tasks. */
export interface Ours {
  report: ReportKey;
  installationId: number;
  manifest: Manifest;
  statement: StatementManifest;
  facts: Facts;
  prefixes: string[];
  /** 'YYYY-MM-DD', inclusive. */
  from: string;
  to: string;
}

type SentRow = Sent & { record_id: number };

const CHUNK = 5000;

/** Lays down the store's side of a report: every record of the range, and how it stands on its way into the app. */
@Injectable()
export class OurSide {
  constructor(
    private readonly database: Database,
    private readonly rows: StatementRows,
  ) {}

  /** All of it anew: what an interrupted run had laid down is forgotten first. */
  async stage(run: RunInProgress, ours: Ours): Promise<void> {
    await this.rows.forget(ours.report, HERE);
    const aliases = new Aliases();
    for (const task of ours.statement.tasks) {
      for (let after = ''; ; ) {
        run.signal.throwIfAborted();
        const records = await this.dated(ours, task, after);
        if (records.length === 0) break;
        after = records.at(-1)!.record_key;
        await this.lay(run, ours, task, records, aliases);
      }
    }
    await this.join(ours.report, aliases);
  }

  /** Records that left under one of these references, whenever they are dated. Answers how many weren't laid down before. */
  async stageStrays(run: RunInProgress, ours: Ours, references: string[]): Promise<number> {
    const { report, installationId, statement } = ours;
    const aliases = new Aliases();
    let strays = 0;
    for (const task of statement.tasks) {
      const found = await this.database.query<{ record_id: number }>(
        `select distinct m.record_id from shipments s join shipment_members m on m.store_id = s.store_id and m.shipment_id = s.id
         left join statement_rows r on r.store_id = s.store_id and r.report_id = ? and r.side = 0
           and r.entry = m.record_id * 16 + ?
         where s.store_id = ? and s.installation_id = ? and s.task = ? and s.reference in (?) and r.entry is null`,
        [report.reportId, statement.tasks.indexOf(task), report.storeId, installationId, task, references],
      );
      if (found.length === 0) continue;
      strays += found.length;
      const records = await this.records(ours, task, 'r.id in (?)', [found.map(({ record_id }) => record_id)]);
      await this.lay(run, ours, task, records, aliases);
    }
    await this.join(report, aliases);
    return strays;
  }

  private async lay(run: RunInProgress, ours: Ours, task: string, records: OurRecord[], aliases: Aliases) {
    const { tasks } = ours.statement;
    const place = tasks.indexOf(task);
    const recordOf = (id: string) => ours.manifest.tasks.find((one) => one.id === id)!.record;
    const isFurther = tasks.slice(0, place).some((before) => recordOf(before) === recordOf(task));
    const sent = await this.sent(ours, task, records);
    const entries = records.flatMap((record) => {
      const mine = sent.get(record.id) ?? [];
      aliases.join(mine.map(({ reference }) => matchKey(reference, ours.prefixes)));
      const entry = entryOf(record, mine, { ...ours, task, place, isFurther });
      return entry ? [entry] : [];
    });
    await this.database.transaction(async (tx) => {
      await this.rows.insert(tx, ours.report, entries);
      await run.keep(tx, {});
    });
  }

  private dated(ours: Ours, task: string, after: string): Promise<OurRecord[]> {
    const { from, to } = ours;
    return this.records(ours, task, 'r.record_key > ? and r.date between ? and ? order by r.record_key limit ?', [
      after,
      from,
      to,
      CHUNK,
    ]);
  }

  private records(
    { report, installationId, manifest, facts }: Ours,
    task: string,
    where: string,
    values: (string | number | number[])[],
  ): Promise<OurRecord[]> {
    const declared = manifest.tasks.find(({ id }) => id === task)!;
    const reason = reasonNotDue(rulesOf(declared), facts);
    return this.database.query<OurRecord>(
      `select r.id, r.type, r.record_key, r.number, date_format(r.date, '%Y-%m-%d') date, r.amount, r.currency, r.status,
         json_value(r.body, '$.tax') tax, coalesce(nullif(json_value(r.body, '$.billing.company'), ''),
           nullif(json_value(r.body, '$.billing.name'), ''), json_value(r.body, '$.username')) contact,
         o.state, coalesce(o.reason, ${reason.sql}) reason
       from records r left join outbox o on o.store_id = r.store_id and o.installation_id = ? and o.task = ? and o.record_id = r.id
       where r.store_id = ? and r.type = ? and ${where}`,
      [...reason.parameters, installationId, task, report.storeId, declared.record, ...values],
    );
  }

  private async sent({ report, installationId }: Ours, task: string, records: OurRecord[]) {
    const rows = await this.database.query<SentRow>(
      `select m.record_id, s.reference, s.remote_id, s.url, s.changed_at,
         if(s.done like '%"day":%', cast(json_extract(s.done, '$.*.day') as char), null) days from shipment_members m
       join shipments s on s.store_id = m.store_id and s.id = m.shipment_id
       where m.store_id = ? and m.record_id in (?) and s.installation_id = ? and s.task = ? order by m.record_id, s.id`,
      [report.storeId, records.map(({ id }) => id), installationId, task],
    );
    return groupBy(rows, ({ record_id }) => record_id);
  }

  /** Documents that share a record are looked at together, under one key. */
  private async join(report: ReportKey, aliases: Aliases): Promise<void> {
    for (const [from, to] of aliases.pairs()) {
      await this.rows.rekey(report, HERE, from, to);
      await this.rows.rekey(report, THERE, from, to);
    }
  }
}
