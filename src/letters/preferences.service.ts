import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Audit } from '../accounts/audit.service.js';
import type { Store } from '../accounts/store.entity.js';
import type { User } from '../accounts/user.entity.js';
import { Database } from '../database/database.js';
import type { LetterKind } from './letter.js';

/** A person who may get letters about a store. */
export interface Reader {
  userId: number;
  name: string;
  email: string;
  /** Ends their letters, for whoever has it. */
  token: string;
}

export interface Preferences {
  morning: boolean;
  differences: boolean;
}

interface Row extends Preferences {
  store_id: number;
  user_id: number;
  account_id: number;
  store: string;
}

/** Which letters each person wants about each store. Unless they say otherwise: all. */
@Injectable()
export class LetterPreferences {
  constructor(
    private readonly database: Database,
    private readonly audit: Audit,
  ) {}

  /** The people of a store's account, and those who do its books, who want letters of a kind. */
  async readers(storeId: number, kind: LetterKind): Promise<Reader[]> {
    const people = await this.database.query<{ id: number; name: string; email: string }>(
      `select u.id, u.name, u.email from users u join stores s on s.account_id = u.account_id where s.id = ? and u.role = 'merchant'
       union
       select u.id, u.name, u.email from users u join memberships m on m.user_id = u.id
         join stores s on s.account_id = m.account_id where s.id = ? and u.role = 'bookkeeper'
       order by id`,
      [storeId, storeId],
    );
    if (people.length === 0) return [];
    await this.database.run(
      `insert into letter_preferences (store_id, user_id, morning, differences, token) values ?
       on duplicate key update token = letter_preferences.token`,
      [people.map(({ id }) => [storeId, id, true, true, randomBytes(32).toString('base64url')])],
    );
    const rows = await this.database.query<Row & { token: string }>(
      'select * from letter_preferences where store_id = ? and user_id in (?)',
      [storeId, people.map(({ id }) => id)],
    );
    const byUser = new Map(rows.map((row) => [row.user_id, row]));
    return people.flatMap(({ id, name, email }) => {
      const row = byUser.get(id);
      return row?.[kind] ? [{ userId: id, name, email, token: row.token }] : [];
    });
  }

  async of(storeId: number, userId: number): Promise<Preferences> {
    const row = await this.database.one<Row>('select * from letter_preferences where store_id = ? and user_id = ?', [
      storeId,
      userId,
    ]);
    return { morning: Boolean(row?.morning ?? true), differences: Boolean(row?.differences ?? true) };
  }

  /** `by` is whose letters they are, be it that they came by a link of theirs. */
  async save(store: Pick<Store, 'id' | 'accountId' | 'name'>, by: User, after: Preferences): Promise<void> {
    const before = await this.of(store.id, by.id);
    const { morning, differences } = after;
    await this.audit.together(async () => {
      await this.database.run(
        `insert into letter_preferences (store_id, user_id, morning, differences, token) values (?)
         on duplicate key update morning = values(morning), differences = values(differences)`,
        [[store.id, by.id, morning, differences, randomBytes(32).toString('base64url')]],
      );
      if (before.morning === morning && before.differences === differences) return;
      const act = { subject: `Letters about ${store.name} (#${store.id})`, action: 'letters chosen' };
      await this.audit.record({ by, store, ...act, before: inWords(before), after: inWords(after) });
    });
  }

  /** Whose letters a link in a mail ends. */
  async byToken(token: string): Promise<Row | undefined> {
    // The database compares no other letters with what it keeps.
    if (!/^[\w-]+$/.test(token)) return undefined;
    return this.database.one<Row>(
      'select p.*, s.name store, s.account_id from letter_preferences p join stores s on s.id = p.store_id where p.token = ?',
      [token],
    );
  }
}

const inWords = ({ morning, differences }: Preferences) => ({
  'Each morning': morning ? 'yes' : 'no',
  'When a reconciliation finds differences': differences ? 'yes' : 'no',
});
