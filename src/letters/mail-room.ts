import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Clock } from '../clock/clock.js';
import { Database } from '../database/database.js';
import { Chores } from '../settings/chores.js';
import type { LetterState } from './letter.js';
import type { LetterRow } from './letters.service.js';
import { MailServer } from './mail-server.js';
import { NotDelivered } from './not-delivered.js';
import { PostBox } from './post-box.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const BATCH = 20;
const SENDING = 'send letters';
/** After each failed try; then it is given up and can be read in the hub. */
const PAUSES = [MINUTE, 5 * MINUTE, 15 * MINUTE, 60 * MINUTE, 4 * 60 * MINUTE, 12 * 60 * MINUTE];
/** Longer than any server is waited for. */
const LEFT_BEHIND = 10 * MINUTE;

/** Sends what is to be sent, each once. Any number of processes may do this side by side. */
@Injectable()
export class MailRoom implements BeforeApplicationShutdown {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly chores: Chores,
    private readonly mail: MailServer,
    private readonly posts: PostBox,
  ) {}

  @Interval(5 * SECOND)
  everyFewSeconds(): Promise<void> {
    return this.chores.do(SENDING, () => this.send());
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.chores.rest(SENDING);
    this.mail.close();
  }

  /** Sends everything that is due. Answers how many arrived. */
  async send(): Promise<number> {
    await this.nameLeftBehind();
    let sent = 0;
    for (;;) {
      const letters = await this.take();
      for (const letter of letters) if (await this.deliver(letter)) sent += 1;
      if (letters.length < BATCH) return sent;
    }
  }

  /** A hub died while it handed these over. They may have arrived: nobody gets one twice. */
  private async nameLeftBehind(): Promise<void> {
    await this.database.run(
      `update letters set state = 'unclear', next_try_at = null, message = 'The hub stopped while it was handed over.'
       where next_try_at <= ? and state = 'sending'`,
      [this.clock.date()],
    );
  }

  private async take(): Promise<LetterRow[]> {
    const now = this.clock.date();
    if (!(await this.database.one('select 1 from letters where next_try_at <= ? limit 1', [now]))) return [];
    return this.database.transaction(async (tx) => {
      const due = await tx.query<LetterRow>(
        `select * from letters force index (due) where next_try_at <= ? and state = 'pending' order by next_try_at limit ?
         for update skip locked`,
        [now, BATCH],
      );
      if (due.length === 0) return [];
      await tx.run(
        `update letters set state = 'sending', attempts = attempts + 1, next_try_at = ? where state = 'pending' and id in (?)`,
        [new Date(now.getTime() + LEFT_BEHIND), due.map(({ id }) => id)],
      );
      return due;
    });
  }

  private async deliver(letter: LetterRow): Promise<boolean> {
    try {
      if (letter.channel === 'mail') await this.mail.deliver(letter);
      else await this.posts.deliver(letter);
      await this.settle(letter, 'sent', null);
      return true;
    } catch (error) {
      const pause = error instanceof NotDelivered ? PAUSES[letter.attempts] : undefined;
      const message = (error as Error).message.slice(0, 500);
      await this.settle(letter, pause === undefined ? 'failed' : 'pending', message, pause);
      return false;
    }
  }

  private async settle({ store_id, id }: LetterRow, state: LetterState, message: string | null, pause?: number) {
    const now = this.clock.date();
    await this.database.run(
      'update letters set state = ?, message = ?, next_try_at = ?, sent_at = ? where store_id = ? and id = ?',
      [
        state,
        message,
        pause === undefined ? null : new Date(now.getTime() + pause),
        state === 'sent' ? now : null,
        store_id,
        id,
      ],
    );
  }
}
