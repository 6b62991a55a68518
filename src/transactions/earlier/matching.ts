import { Injectable } from '@nestjs/common';
import { Database, type SqlValue } from '../../database/database.js';
import { Records } from '../../records/records.service.js';
import { money, type RecordType } from '../../sdk/index.js';
import { chunks, groupBy } from '../group.js';
import type { TaskKey } from '../shipments.store.js';
import { OF_TASK, ofTask } from './earlier-documents.js';
import { goodsInRecord } from './words.js';

/** Another tool dates a document within so many days of the sale. */
const DAYS = 31;
const AT_ONCE = 500;

interface Likely {
  remoteId: string;
  goods: Buffer;
  amount: string;
  currency: string;
  date: string;
}

interface Wanting {
  id: number;
  amount: string | null;
  currency: string | null;
  date: string | null;
  goods: Buffer[];
}

/** Finds the records that an app holds already, as another tool has sent them. */
@Injectable()
export class Matching {
  constructor(
    private readonly database: Database,
    private readonly records: Records,
  ) {}

  /**
   * A document that names a record by its number and comes to the same is surely it. One that names it and comes to something else, or
   * names nothing and holds the same goods for the same money, is for a person.
   */
  async match(key: TaskKey & { connectionId: number }, type: RecordType, recordIds: number[]): Promise<void> {
    let found = 0;
    for (const some of chunks(recordIds, AT_ONCE)) {
      found += await this.byNumber(key, type, some);
      found += await this.byGoods(key, type, some);
    }
    if (found > 0) await this.onlyOnes(key);
  }

  /** Short numbers stand for many things in a text: they have to come to the same as well. */
  private async byNumber(
    key: TaskKey & { connectionId: number },
    type: RecordType,
    recordIds: number[],
  ): Promise<number> {
    return this.database.run(
      `insert ignore into earlier_matches (store_id, installation_id, task, record_id, remote_id, sure)
       select d.store_id, d.installation_id, d.task, r.id, d.remote_id, w.whole and d.amount <=> r.amount and
         d.currency = coalesce(r.currency, d.currency)
       from records r
       join earlier_words w on w.store_id = r.store_id and w.installation_id = ? and w.task = ? and w.word = r.record_key
       join earlier_documents d on d.store_id = w.store_id and d.installation_id = w.installation_id and d.task = w.task
         and d.remote_id = w.remote_id
       left join links l on l.store_id = r.store_id and l.connection_id = ? and l.type = ? and l.remote_id = d.remote_id
       where r.store_id = ? and r.id in (?) and coalesce(l.record_id, r.id) = r.id
         and (d.amount <=> r.amount or (w.whole and char_length(r.record_key) > 3))`,
      [key.installationId, key.task, key.connectionId, type, key.storeId, recordIds],
    );
  }

  private async byGoods(
    key: TaskKey & { connectionId: number },
    type: RecordType,
    recordIds: number[],
  ): Promise<number> {
    const wanting = await this.wanting(key, recordIds);
    const all = wanting.flatMap(({ goods }) => goods);
    if (all.length === 0) return 0;
    const likely = await this.database.query<Likely>(
      `select d.remote_id remoteId, d.goods, d.amount, d.currency, d.date from earlier_documents d
       left join links l on l.store_id = d.store_id and l.connection_id = ? and l.type = ? and l.remote_id = d.remote_id
       where d.store_id = ? and d.installation_id = ? and d.task = ? and d.goods in (?) and l.record_id is null
         and not exists (select 1 from earlier_matches m where m.store_id = d.store_id and m.installation_id = d.installation_id
           and m.task = d.task and m.remote_id = d.remote_id) order by d.date, d.remote_id`,
      [key.connectionId, type, ...ofTask(key), all],
    );
    const found = pair(wanting, likely).map(([recordId, remoteId]): SqlValue[] => [
      ...ofTask(key),
      recordId,
      remoteId,
      false,
    ]);
    if (found.length === 0) return 0;
    return this.database.run(
      'insert ignore into earlier_matches (store_id, installation_id, task, record_id, remote_id, sure) values ?',
      [found],
    );
  }

  private async wanting(key: TaskKey, recordIds: number[]): Promise<Wanting[]> {
    const heads = await this.database.query<Omit<Wanting, 'goods'>>(
      `select r.id, r.amount, r.currency, r.date from records r where r.store_id = ? and r.id in (?) and not exists (
         select 1 from earlier_matches m where m.store_id = r.store_id and m.installation_id = ? and m.task = ? and m.record_id = r.id)
       order by r.date, r.id`,
      [key.storeId, recordIds, key.installationId, key.task],
    );
    const records = await this.records.byIds(
      key.storeId,
      heads.map(({ id }) => id),
    );
    const bodies = new Map(records.map(({ id, body }) => [id, body]));
    return heads.map((head) => ({ ...head, goods: goodsInRecord(bodies.get(head.id) ?? {}) }));
  }

  /** Of two that would both be it, somebody has to say which. */
  private async onlyOnes(key: TaskKey): Promise<void> {
    for (const column of ['record_id', 'remote_id']) {
      await this.database.run(
        `update earlier_matches m join (
           select ${column} of_several from earlier_matches where ${OF_TASK} and not (said <=> 'other')
           group by ${column} having count(*) > 1) several on several.of_several = m.${column}
         set m.sure = 0 where m.store_id = ? and m.installation_id = ? and m.task = ? and m.sure`,
        [...ofTask(key), ...ofTask(key)],
      );
    }
  }
}

/** Each record with the nearest document in time that nobody else has; of each only one. */
function pair(records: Wanting[], likely: Likely[]): [number, string][] {
  const free = groupBy(likely, shelfOf);
  const pairs: [number, string][] = [];
  for (const record of records) {
    const near = record.goods
      .flatMap((goods) => free.get(shelfOf({ goods })) ?? [])
      .filter((document) => isAlike(record, document))
      .toSorted((one, other) => daysBetween(one, record) - daysBetween(other, record) || inTime(one, other))[0];
    if (!near) continue;
    const shelf = free.get(shelfOf(near))!;
    shelf.splice(shelf.indexOf(near), 1);
    pairs.push([record.id, near.remoteId]);
  }
  return pairs;
}

const shelfOf = ({ goods }: Pick<Likely, 'goods'>): string => goods.toString('hex');

const inTime = (one: Likely, other: Likely): number =>
  one.date.localeCompare(other.date) || one.remoteId.localeCompare(other.remoteId);

function isAlike(record: Wanting, document: Likely): boolean {
  const { amount, currency } = record;
  if (amount === null || money.compare(amount, document.amount) !== 0) return false;
  if (currency !== null && currency !== document.currency) return false;
  return daysBetween(document, record) <= DAYS;
}

const daysBetween = ({ date: one }: Likely, { date: other }: Wanting): number =>
  other === null ? Number.POSITIVE_INFINITY : Math.abs(Date.parse(one) - Date.parse(other)) / 86_400_000;
