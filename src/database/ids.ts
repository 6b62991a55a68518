import { Injectable } from '@nestjs/common';
import type { ResultSetHeader } from 'mysql2';
import { DataSource } from 'typeorm';
import { outsideActs } from './act.js';

/** Nouns that come one at a time get dense numbers a person can say aloud; those that come by the thousand are reserved in blocks. */
const BLOCK = {
  account: 1,
  user: 1,
  store: 1,
  installation: 1,
  connection: 1,
  consent: 1,
  run: 20,
  report: 1,
  letter: 20,
  record: 5000,
  shipment: 5000,
  log: 5000,
} as const;

export type Noun = keyof typeof BLOCK;

/** Makes ids: whole numbers, growing, never handed out twice by any process on the database. A restart may leave gaps. */
@Injectable()
export class Ids {
  private readonly reserved = new Map<Noun, { next: number; end: number }>();
  private readonly reserving = new Map<Noun, Promise<void>>();

  constructor(private readonly dataSource: DataSource) {}

  async next(noun: Noun): Promise<number> {
    return (await this.take(noun, 1))[0]!;
  }

  /** `count` ids in ascending order. */
  async take(noun: Noun, count: number): Promise<number[]> {
    const ids: number[] = [];
    while (ids.length < count) {
      const block = this.reserved.get(noun);
      if (!block || block.next >= block.end) {
        await this.reserve(noun, count - ids.length);
        continue;
      }
      while (ids.length < count && block.next < block.end) ids.push(block.next++);
    }
    return ids;
  }

  /** So many can be taken next without asking the database: whoever takes them may hold what others wait for. */
  async keepReady(noun: Noun, count: number): Promise<void> {
    while (this.left(noun) < count) await this.reserve(noun, count);
  }

  private left(noun: Noun): number {
    const block = this.reserved.get(noun);
    return block ? block.end - block.next : 0;
  }

  /** Single flight: callers who run dry together share one reservation. */
  private reserve(noun: Noun, wanted: number): Promise<void> {
    const running = this.reserving.get(noun);
    if (running) return running;
    const reserving = this.advance(noun, Math.max(wanted, BLOCK[noun])).finally(() => this.reserving.delete(noun));
    this.reserving.set(noun, reserving);
    return reserving;
  }

  private async advance(noun: Noun, size: number): Promise<void> {
    // Reserved for good, whatever becomes of the act that is under way: others are given the rest of the block meanwhile.
    const result: ResultSetHeader = await outsideActs(() =>
      this.dataSource.query(
        'insert into id_blocks (noun, next) values (?, last_insert_id(1) + ?) on duplicate key update next = last_insert_id(next) + ?',
        [noun, size, size],
      ),
    );
    const { next, end } = this.reserved.get(noun) ?? { next: 0, end: 0 };
    const goesOn = end === result.insertId;
    this.reserved.set(noun, { next: goesOn ? next : result.insertId, end: result.insertId + size });
  }
}
