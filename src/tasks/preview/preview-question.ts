import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import { Database } from '../../database/database.js';
import { appHeader } from '../../installations/app-header.js';
import type { Installation } from '../../installations/installation.entity.js';
import { recordWords } from '../../installations/record-words.js';
import { GONE } from '../../records/fingerprint.js';
import { seenRecords } from '../../records/import/seen.js';
import { type MissingQuestion, MissingQuestions } from '../../records/missing-questions.service.js';
import { Records } from '../../records/records.service.js';
import type { ImportManifest, StateManifest } from '../../sdk/host/index.js';
import { declarationOf } from '../../sdk/index.js';
import { type ChangeQuestion, ChangeQuestions } from '../../transactions/change-questions.js';
import { statesShown } from './preview-shown.js';
import { PreviewStates } from './preview-states.js';
import type { PreviewSubject } from './preview-subject.js';

const EXAMPLES = 20;
const READ_AT_ONCE = 5000;

type Asked =
  | { change: ChangeQuestion; subject: PreviewSubject<StateManifest> }
  | { missing: MissingQuestion; subject: PreviewSubject<ImportManifest> };

/** A run that stopped because it would do a great deal, and what a person can look at before they say yes. */
@Injectable()
export class PreviewQuestion {
  constructor(
    private readonly database: Database,
    private readonly records: Records,
    private readonly changes: ChangeQuestions,
    private readonly missings: MissingQuestions,
    private readonly states: PreviewStates,
    private readonly clock: Clock,
  ) {}

  async of(subject: PreviewSubject): Promise<Asked | undefined> {
    const { key, task } = subject;
    if (task.kind === 'state') {
      const change = await this.changes.of(key);
      return change && { change, subject: { ...subject, task } };
    }
    if (task.kind !== 'import') return undefined;
    const missing = await this.missings.of(key);
    return missing && { missing, subject: { ...subject, task } };
  }

  async approve(asked: Asked, userId: number): Promise<void> {
    const { key } = asked.subject;
    if ('change' in asked) await this.changes.approve(key, userId, this.clock.date());
    else await this.missings.approve(key, userId);
  }

  async data(it: Installation, asked: Asked) {
    const { task, plugin } = asked.subject;
    return {
      title: `A question about ${task.title}`,
      header: appHeader(it, plugin.manifest, 'tasks'),
      appName: plugin.manifest.name,
      task: { title: task.title, records: recordWords(task.record) },
      back: `/installations/${it.id}/tasks/${task.id}`,
      action: `/installations/${it.id}/tasks/${task.id}/question`,
      ...('change' in asked
        ? await this.change(asked.subject, asked.change)
        : await this.missing(asked.subject, asked.missing)),
    };
  }

  private async change(
    subject: PreviewSubject<StateManifest>,
    { changes, known, askedAt, approvedAt }: ChangeQuestion,
  ) {
    const { task, key } = subject;
    const { fields } = declarationOf(task.record);
    const preview = await this.states.of(subject);
    const watched = task.watch?.fields ?? [];
    const tellings = preview.tellings.map((telling) => ({
      ...telling,
      changes: telling.changes.filter(({ field }) => watched.includes(field)),
    }));
    return {
      askedAt,
      approved: approvedAt,
      change: {
        changes,
        known,
        percent: task.watch?.percent,
        fields: watched.map((name) => fields[name]?.label ?? name).join(', '),
      },
      jumps: statesShown(task.record, { ...preview, tellings }, subject.facts.store.timeZone).jumps,
      previewHref: `/installations/${key.installationId}/tasks/${task.id}/preview`,
    };
  }

  private async missing(subject: PreviewSubject<ImportManifest>, question: MissingQuestion) {
    const { missing, known, askedAt, approvedAt } = question;
    const { task } = subject;
    const { title } = declarationOf(task.record);
    const gone = await this.records.byIds(subject.key.storeId, await this.examples(subject, question.runId));
    return {
      askedAt,
      approved: approvedAt,
      missing: { missing, known, zero: task.missing === 'zero' },
      gone: gone.map(({ key, body }) => ({ key, name: String(body[title] ?? key) })),
      moreGone: Math.max(0, missing - gone.length),
    };
  }

  /** Some of the records that the app once gave and its snapshot lacks. */
  private async examples({ key, task, connectionId }: PreviewSubject, runId: number): Promise<number[]> {
    const seen = await seenRecords(this.database, { storeId: key.storeId, runId });
    const gone: number[] = [];
    for (let after = ''; ; ) {
      const rows = await this.database.query<{ remote_id: string; record_id: number }>(
        `select remote_id, record_id from links where store_id = ? and connection_id = ? and type = ? and remote_id > ?
           and hash <> ? order by remote_id limit ${READ_AT_ONCE}`,
        [key.storeId, connectionId, task.record, after, Buffer.from(GONE, 'hex')],
      );
      gone.push(...rows.filter(({ record_id }) => !seen.has(record_id)).map(({ record_id }) => record_id));
      if (gone.length >= EXAMPLES || rows.length < READ_AT_ONCE) return gone.slice(0, EXAMPLES);
      after = rows.at(-1)!.remote_id;
    }
  }
}
