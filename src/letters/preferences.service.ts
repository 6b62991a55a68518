import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Audit } from '../accounts/audit.service.js';
import type { Store } from '../accounts/store.entity.js';
import type { User } from '../accounts/user.entity.js';
import { Database, type SqlValue } from '../database/database.js';
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

/** Merchants get all letters about their stores; whoever keeps the books of many chooses which. */
const USUAL: Record<'merchant' | 'bookkeeper', Preferences> = {
  merchant: { morning: true, differences: true },
  bookkeeper: { morning: false, differences: false },
};
const usualOf = (role: string): Preferences => USUAL[role === 'bookkeeper' ? 'bookkeeper' : 'merchant'];

interface Row extends Preferences {
  store_id: number;
  user_id: number;
  account_id: number;
  store: string;
}

/** Which letters each person wants about each store. */
@Injectable()
export class LetterPreferences {
  constructor(
    private readonly database: Database,
    private readonly audit: Audit,
  ) {}

  /** The people of a store's account, and those who do its books, who want letters of a kind. */
  async readers(storeId: number, kind: LetterKind): Promise<Reader[]> {
    const people = await this.database.query<{ id: number; name: string; email: string; role: string }>(
      `select u.id, u.name, u.email, u.role from users u join stores s on s.account_id = u.account_id where s.id = ? and u.role = 'merchant'
       union
       select u.id, u.name, u.email, u.role from users u join memberships m on m.user_id = u.id
         join stores s on s.account_id = m.account_id where s.id = ? and u.role = 'bookkeeper'
       order by id`,
      [storeId, storeId],
    );
    if (people.length === 0) return [];
    await this.database.run(
      `insert into letter_preferences (store_id, user_id, morning, differences, token) values ?
       on duplicate key update token = letter_preferences.token`,
      [people.map(({ id, role }) => rowOf(storeId, id, usualOf(role)))],
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

  async of(storeId: number, { id, role }: Pick<User, 'id' | 'role'>): Promise<Preferences> {
    const row = await this.database.one<Row>('select * from letter_preferences where store_id = ? and user_id = ?', [
      storeId,
      id,
    ]);
    const { morning, differences } = row ?? usualOf(role);
    return { morning: Boolean(morning), differences: Boolean(differences) };
  }

  /** `by` is whose letters they are, be it that they came by a link of theirs. */
  async save(store: Pick<Store, 'id' | 'accountId' | 'name'>, by: User, after: Preferences): Promise<void> {
    const before = await this.of(store.id, by);
    const { morning, differences } = after;
    await this.audit.together(async () => {
      await this.database.run(
        `insert into letter_preferences (store_id, user_id, morning, differences, token) values (?)
         on duplicate key update morning = values(morning), differences = values(differences)`,
        [rowOf(store.id, by.id, after)],
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

const rowOf = (storeId: number, userId: number, { morning, differences }: Preferences): SqlValue[] => [
  storeId,
  userId,
  morning,
  differences,
  randomBytes(32).toString('base64url'),
];

const inWords = ({ morning, differences }: Preferences) => ({
  'Each morning': morning ? 'yes' : 'no',
  'When a reconciliation finds differences': differences ? 'yes' : 'no',
});
