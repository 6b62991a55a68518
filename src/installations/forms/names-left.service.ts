import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import type { FieldManifest } from '../../sdk/host/index.js';
import type { RecordType } from '../../sdk/index.js';
import type { Installation } from '../installation.entity.js';
import { recordWords } from '../record-words.js';
import type { Answers } from './answer-form.js';
import { inForce } from './neighbours.service.js';

/** Records of one type that have come in under a mark. */
interface Marked {
  type: RecordType;
  /** Up to one more than are counted. */
  count: number;
  example: string;
}

const COUNTED = 10_000;
const EXAMPLES = 3;

/** Which records a changed mark leaves behind: they keep the name they came in under, and the store sees two kinds from then on. */
@Injectable()
export class NamesLeft {
  constructor(private readonly database: Database) {}

  /** By field, what its change does; nothing where nothing has come in yet. */
  async warnings(
    it: Installation,
    fields: FieldManifest[],
    before: Answers,
    after: Answers,
  ): Promise<Record<string, string>> {
    const warnings: Record<string, string> = {};
    for (const { name, label, marks = [] } of fields.filter((field) => field.name in after)) {
      const [was, is] = [inForce(name, before), inForce(name, after)];
      const left = was === is ? [] : await this.under(it, marks, was);
      if (left.length > 0) warnings[name] = `${label}: ${inWords(left, is)}`;
    }
    return warnings;
  }

  private async under(it: Installation, types: RecordType[], mark: string): Promise<Marked[]> {
    const found = await Promise.all(types.map((type) => this.ofType(it, type, mark)));
    return found.filter((marked) => marked !== undefined);
  }

  /** What is linked to the app, by the index of keys: what begins with the mark stands together there. */
  private async ofType(
    { storeId, connectionId }: Installation,
    type: RecordType,
    mark: string,
  ): Promise<Marked | undefined> {
    const from = `from records r force index (by_key) join links l on l.store_id = r.store_id and l.record_id = r.id
      where r.store_id = ? and r.type = ? and r.record_key >= ? and r.record_key < ? and r.retired_at is null
        and l.connection_id = ? and l.type = r.type`;
    const values = [storeId, type, mark, `${mark}\u{10FFFF}`, connectionId];
    const last = await this.database.one<{ record_key: string }>(
      `select r.record_key ${from} order by r.record_key desc limit 1`,
      values,
    );
    if (!last) return undefined;
    const counted = await this.database.one<{ count: number }>(
      `select count(*) as count from (select 1 ${from} limit ${COUNTED + 1}) some`,
      values,
    );
    return { type, count: Number(counted!.count), example: last.record_key };
  }
}

const listed = (words: string[]) => new Intl.ListFormat('en-AU').format(words);

function inWords(left: Marked[], is: string): string {
  const counts = listed(
    left.map(({ type, count }) => `${counted(count)} ${count === 1 ? one(type) : recordWords(type)}`),
  );
  const examples = left.slice(0, EXAMPLES).map(({ example }) => example);
  return (
    `${counts} came in before, such as ${listed(examples)}. They keep their names and are kept up to date, and nothing comes in twice. ` +
    `Only what is new from now on begins with “${is}”.`
  );
}

const one = (type: RecordType) => type.replaceAll('-', ' ');
const counted = (count: number) => (count > COUNTED ? `More than ${COUNTED.toLocaleString('en-AU')}` : String(count));
