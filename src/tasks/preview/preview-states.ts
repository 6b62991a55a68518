import { Injectable } from '@nestjs/common';
import { LastSaid, type Said } from '../../mappings/last-said.js';
import { sameValue } from '../../mappings/shown-value.js';
import { fingerprint } from '../../records/fingerprint.js';
import { Records } from '../../records/records.service.js';
import type { StateManifest } from '../../sdk/host/index.js';
import { declarationOf, money } from '../../sdk/index.js';
import type { PlainRecord } from '../../sdk/runtime/index.js';
import { Making } from '../../transactions/making.js';
import type { Candidate } from '../../transactions/outbox.store.js';
import { verdictOf } from '../verdict.js';
import { PreviewCandidates } from './preview-candidates.js';
import type { PreviewSubject } from './preview-subject.js';
import { asked } from './preview-trouble.js';

const CHUNK = 500;
/** A page can't wait for a hundred thousand products. */
const LOOKED_AT = 5000;

/** One field that the app would be told. */
export interface FieldChange {
  field: string;
  /** As far as anybody knows. */
  before: unknown;
  after: unknown;
  known: boolean;
}

/** A record whose app would be told something. */
export interface Telling {
  key: string;
  name: string;
  /** The app has none such yet. */
  isNew: boolean;
  changes: FieldChange[];
  payload: unknown;
}

export interface StatePreview {
  lookedAt: number;
  /** More than that wait; a run looks at all. */
  more: boolean;
  tellings: Telling[];
  unchanged: number;
  kept: { key: string; state: string; reason: string }[];
}

/** What an export that keeps the app's copy equal would tell it now. Nothing is written and nothing leaves. */
@Injectable()
export class PreviewStates {
  constructor(
    private readonly candidates: PreviewCandidates,
    private readonly records: Records,
    private readonly lastSaid: LastSaid,
    private readonly making: Making,
  ) {}

  async of(subject: PreviewSubject<StateManifest>): Promise<StatePreview> {
    const preview: StatePreview = { lookedAt: 0, more: false, tellings: [], unchanged: 0, kept: [] };
    for (let after = 0; ; ) {
      const candidates = await this.candidates.next(subject, after, CHUNK);
      if (candidates.length === 0) return preview;
      if (preview.lookedAt >= LOOKED_AT) return { ...preview, more: true };
      await this.look(subject, candidates, preview);
      after = candidates.at(-1)!.recordId;
    }
  }

  private async look(
    subject: PreviewSubject<StateManifest>,
    candidates: Candidate[],
    preview: StatePreview,
  ): Promise<void> {
    const { key, task, connectionId } = subject;
    const { fields } = task;
    const ids = candidates.map(({ recordId }) => recordId);
    const records = await this.records.byIds(key.storeId, ids);
    const links = await this.records.links(key.storeId, connectionId ?? 0, task.record, ids);
    const news = records.filter(
      (record) => links.get(record.id)?.told !== fingerprint(record.type, fields, record.body),
    );
    preview.lookedAt += candidates.length;
    preview.unchanged += records.length - news.length;
    const withIds = news.map((record) => ({ ...record, remoteId: links.get(record.id)?.remoteId }));
    const [{ built, family }, said] = await Promise.all([
      asked(
        this.making.of(
          subject,
          withIds.map((record) => ({ record, shipped: [] })),
        ),
      ),
      this.said(subject, news, fields),
    ]);
    for (const { id, key: held } of withIds) {
      const reason = family.held.get(id);
      if (reason !== undefined) preview.kept.push({ key: held, state: 'waiting', reason });
    }
    for (const record of withIds) {
      const outcome = built.get(record.id);
      if (!outcome) continue;
      if (!('payload' in outcome)) preview.kept.push({ key: record.key, ...verdictOf(outcome) });
      else preview.tellings.push(tellingOf(record, outcome.payload, said.get(record.id), fields));
    }
  }

  private async said(
    { key, plugin, task, connectionId }: PreviewSubject<StateManifest>,
    records: PlainRecord[],
    fields: string[],
  ): Promise<Map<number, Said>> {
    const mappings = plugin.manifest.mappings.filter(({ record }) => record === task.record);
    const spoken = new Set(mappings.flatMap(({ rows }) => rows.map(({ to }) => to)));
    const { storeId, installationId } = key;
    return this.lastSaid.of({
      storeId,
      installationId,
      connectionId: connectionId ?? 0,
      type: task.record,
      records,
      fields,
      spoken,
    });
  }
}

function tellingOf(
  { type, key, body }: PlainRecord,
  payload: unknown,
  said: Said | undefined,
  fields: string[],
): Telling {
  const changes = fields.flatMap((field): FieldChange[] => {
    const known = said !== undefined && field in said.values;
    const [before, after] = [said?.values[field] ?? null, body[field] ?? null];
    const same = known ? sameValue(before, after) : after === null;
    return same ? [] : [{ field, before, after, known }];
  });
  return { key, name: String(body[declarationOf(type).title] ?? key), isNew: !said?.linked, changes, payload };
}

/** A number that would change, and by how much. */
export interface Jump {
  key: string;
  name: string;
  field: string;
  before: string;
  after: string;
  /** In per cent of what it was, rounded; undefined from zero. */
  percent?: string;
}

/** The numbers that would change most, those from nothing first. */
export function largestJumps(tellings: Telling[], limit: number): Jump[] {
  const jumps = tellings.flatMap(({ key, name, changes }) =>
    changes.flatMap(({ field, before, after, known }): Jump[] => {
      if (!known || typeof before !== 'string' || typeof after !== 'string') return [];
      if (!money.isDecimal(before) || !money.isDecimal(after) || money.compare(before, after) === 0) return [];
      return [{ key, name, field, before, after, percent: percentOf(before, after) }];
    }),
  );
  const size = ({ percent }: Jump) => money.absolute(percent ?? '999999999');
  return jumps.sort((a, b) => money.compare(size(b), size(a))).slice(0, limit);
}

function percentOf(before: string, after: string): string | undefined {
  if (money.isZero(before)) return undefined;
  return money.divide(money.multiply(money.subtract(after, before), 100), money.absolute(before), 0);
}
