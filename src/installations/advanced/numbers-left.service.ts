import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import type { FieldManifest, Manifest } from '../../sdk/host/index.js';
import type { Answers } from '../forms/answer-form.js';
import { inForce } from '../forms/neighbours.service.js';
import type { Installation } from '../installation.entity.js';

/** Numbers that left under what stands before them now, which is about to change. */
export interface NumbersOut {
  field: string;
  label: string;
  before: string;
  after: string;
  /** Up to ten thousand; `more` says that there are others. */
  count: number;
  more: boolean;
  /** Newest first. */
  examples: string[];
  /** Where all of them are listed. */
  href: string;
  /** The newest one, had it left with what is wanted now. */
  next: string;
}

const COUNTED = 10_000;
const EXAMPLES = 4;

/** Which documents' numbers a changed prefix leaves behind: they keep theirs, and the app sees two kinds from then on. */
@Injectable()
export class NumbersLeft {
  constructor(private readonly database: Database) {}

  /**
   * For every field whose value stands before numbers and would change; nothing where nothing has left yet. What holds is what the first
   * of several says: the advanced configuration before the wizard.
   */
  async affected(
    it: Installation,
    { advanced, tasks }: Pick<Manifest, 'advanced' | 'tasks'>,
    before: Answers[],
    after: Answers[],
  ): Promise<NumbersOut[]> {
    const found: NumbersOut[] = [];
    for (const field of advanced.filter(({ numbers }) => numbers !== undefined)) {
      const [was, is] = [inForce(field.name, ...before), inForce(field.name, ...after)];
      if (was === is) continue;
      const out = await this.out(it, field, tasks, was);
      if (out.count === 0) continue;
      const next = is + out.examples[0]!.slice(was.length);
      found.push({ field: field.name, label: field.label, before: was, after: is, ...out, next });
    }
    return found;
  }

  private async out({ storeId, id }: Installation, field: FieldManifest, all: Manifest['tasks'], prefix: string) {
    const [noun, part = null] = field.numbers!.split('/');
    const tasks = all.filter((task) => task.kind === 'document' && (task.record === noun || task.id === noun));
    // By the index of references: what begins with the prefix stands together. Compared by bytes, so that '_' is no wildcard.
    const where = `store_id = ? and installation_id = ? and task in (?) and (state in ('done', 'changed', 'uncertain') or remote_id is not null)
      and reference >= ? and reference < ? and part = coalesce(?, part)`;
    const names = tasks.map((task) => task.id);
    const values = [storeId, id, ['', ...names], prefix, `${prefix}\u{10FFFF}`, part];
    const counted = await this.database.one<{ count: number }>(
      `select count(*) as count from (select 1 from shipments where ${where} limit ${COUNTED + 1}) some`,
      values,
    );
    const examples = await this.database.query<{ reference: string }>(
      `select reference from shipments where ${where} order by id desc limit ${EXAMPLES}`,
      values,
    );
    const count = Number(counted!.count);
    return {
      count: Math.min(count, COUNTED),
      more: count > COUNTED,
      examples: examples.map(({ reference }) => reference),
      href: logOf(id, { type: tasks[0]?.record ?? '', text: prefix }),
    };
  }
}

function logOf(installation: number, filter: Record<string, string>): string {
  const said = Object.entries(filter).filter(([, value]) => value !== '');
  return `/installations/${installation}/logs/exports?${new URLSearchParams(said)}`;
}
