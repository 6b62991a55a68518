import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { Database, type SqlValue, type Transaction } from '../database/database.js';
import { Ids } from '../database/ids.js';
import { Settings } from '../settings/settings.js';
import type { LetterContent, LetterKind, LetterState } from './letter.js';
import { LetterPaper } from './letter-paper.js';
import { LetterPreferences, type Reader } from './preferences.service.js';

/** A letter as its row says. */
export interface LetterRow {
  store_id: number;
  id: number;
  user_id: number;
  channel: 'mail' | 'post';
  kind: LetterKind;
  address: string;
  subject: string;
  body: string;
  html: string | null;
  installation_id: number | null;
  state: LetterState;
  attempts: number;
  message: string | null;
  created_at: Date;
  sent_at: Date | null;
}

/** What a letter is about, so that it is written once. */
export interface Occasion {
  storeId: number;
  store: string;
  kind: LetterKind;
  /** 'report-17', '2026-11-22' */
  name: string;
}

/** Something for an address of the merchant's, as JSON. */
export interface Posting {
  installationId: number;
  url: string;
  json: unknown;
}

/** Letters to people, and notes to addresses of theirs: written in the transaction of what they tell of, sent by and by. */
@Injectable()
export class Letters {
  constructor(
    private readonly database: Database,
    private readonly ids: Ids,
    private readonly clock: Clock,
    private readonly settings: Settings,
    private readonly paper: LetterPaper,
    private readonly preferences: LetterPreferences,
  ) {}

  /** To everybody who wants letters of this kind. Written a second time, nothing happens. */
  async write(tx: Transaction, occasion: Occasion, content: LetterContent): Promise<void> {
    const readers = await this.preferences.readers(occasion.storeId, occasion.kind);
    await this.writeEach(
      tx,
      occasion,
      readers.map((reader) => ({ reader, content })),
    );
  }

  /** Whether anybody wants letters of this kind. */
  async hasReaders(storeId: number, kind: LetterKind): Promise<boolean> {
    return (await this.preferences.readers(storeId, kind)).length > 0;
  }

  /** To each of these their own. */
  async writeEach(
    tx: Transaction,
    occasion: Occasion,
    letters: { reader: Reader; content: LetterContent }[],
  ): Promise<void> {
    const ids = await this.ids.take('letter', letters.length);
    const rows = letters.map(({ reader: { userId, name, email, token }, content }, at) => {
      const { text, html } = this.paper.print(content, {
        name,
        store: occasion.store,
        storeId: occasion.storeId,
        unsubscribe: `/letters/stop/${token}`,
      });
      const state = this.settings.mailUrl ? 'pending' : 'kept';
      return this.rowOf(occasion, ids[at]!, {
        userId,
        channel: 'mail',
        address: email,
        // Whoever does the books of several stores sees at once which one it is about.
        subject: `${occasion.store}: ${content.subject}`,
        body: text,
        html,
        state,
      });
    });
    await this.insert(tx, rows);
  }

  async post(tx: Transaction, occasion: Occasion, { installationId, url, json }: Posting): Promise<void> {
    const id = await this.ids.next('letter');
    const row = this.rowOf(occasion, id, {
      userId: 0,
      channel: 'post',
      address: url,
      subject: `Posted to ${new URL(url).host}`,
      body: JSON.stringify(json),
      html: null,
      installationId,
      state: 'pending',
    });
    await this.insert(tx, [row]);
  }

  /** What a person may read: their own, and what was posted for the store. */
  list(storeId: number, userId: number, limit: number, before?: number): Promise<LetterRow[]> {
    return this.database.query<LetterRow>(
      'select * from letters where store_id = ? and user_id in (0, ?) and id < ? order by id desc limit ?',
      [storeId, userId, before ?? Number.MAX_SAFE_INTEGER, limit],
    );
  }

  find(storeId: number, userId: number, id: number): Promise<LetterRow | undefined> {
    return this.database.one<LetterRow>('select * from letters where store_id = ? and user_id in (0, ?) and id = ?', [
      storeId,
      userId,
      id,
    ]);
  }

  private rowOf(
    { storeId, kind, name }: Occasion,
    id: number,
    letter: Pick<LetterRow, 'channel' | 'address' | 'subject' | 'body' | 'html'> & {
      userId: number;
      installationId?: number;
      state: LetterState;
    },
  ): SqlValue[] {
    const now = this.clock.date();
    return [
      storeId,
      id,
      letter.userId,
      letter.channel,
      kind,
      name,
      letter.address,
      letter.subject.slice(0, 255),
      letter.body,
      letter.html,
      letter.installationId ?? null,
      letter.state,
      letter.state === 'pending' ? now : null,
      now,
    ];
  }

  private async insert(tx: Transaction, rows: SqlValue[][]): Promise<void> {
    if (rows.length === 0) return;
    await tx.run(
      `insert into letters (store_id, id, user_id, channel, kind, occasion, address, subject, body, html, installation_id, state,
         next_try_at, created_at) values ? on duplicate key update id = letters.id`,
      [rows],
    );
  }
}
