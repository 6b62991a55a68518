import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../clock/clock.js';
import { Database } from '../../database/database.js';
import { Ids } from '../../database/ids.js';
import type { Tenant } from '../../sdk/index.js';
import { type SealedColumn, Seals } from '../seals/seals.js';
import type { TokenSet } from './grant.js';

const COLUMN: SealedColumn = { table: 'consents', column: 'sealed', key: ['id'] };

/** Who went to the app: only the same person in the same session may come back. */
export interface Applicant {
  sessionId: string;
  userId?: number;
}

/** A person's way to the app and back. */
export interface PendingConsent {
  id: number;
  storeId: number;
  installationId: number;
}

/** What was brought back, until an organisation is chosen and tested. */
export interface BroughtConsent extends PendingConsent {
  tokens: TokenSet;
  tenants: Tenant[];
}

interface Row {
  id: number;
  store_id: number;
  installation_id: number;
  sealed: Buffer;
  tenants: Tenant[] | null;
}

/** A person may take this long at the app, and as long again to choose. */
const AWAY = 3_600_000;
const FORGOTTEN = 86_400_000;

/** Consents between the click on Connect and the connection: each state is good for one session, one installation, one time. */
@Injectable()
export class PendingConsents {
  constructor(
    private readonly database: Database,
    private readonly seals: Seals,
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {
    seals.register(COLUMN);
  }

  /** Answers the state. */
  async leave(
    { storeId, installationId }: Omit<PendingConsent, 'id'>,
    applicant: Applicant,
    verifier: string | undefined,
  ): Promise<string> {
    const [id, state] = [await this.ids.next('consent'), randomBytes(24).toString('base64url')];
    await this.database.run(
      `insert into consents (id, state_hash, session_hash, user_id, store_id, installation_id, begun_at, sealed) values (?)`,
      [
        [
          id,
          hash(state),
          hash(applicant.sessionId),
          applicant.userId ?? null,
          storeId,
          installationId,
          this.clock.date(),
          this.seal(id, { verifier }),
        ],
      ],
    );
    return state;
  }

  /** The way that this state belongs to, if this person is on it. */
  async find(state: string, applicant: Applicant): Promise<PendingConsent | undefined> {
    const row = await this.database.one<Row>(
      `select id, store_id, installation_id from consents
       where state_hash = ? and session_hash = ? and user_id <=> ? and returned_at is null and begun_at > ?`,
      [hash(state), hash(applicant.sessionId), applicant.userId ?? null, this.since(AWAY)],
    );
    return row && { id: row.id, storeId: row.store_id, installationId: row.installation_id };
  }

  /** Uses the state up; false when it has been already. */
  async comeBack({ id }: PendingConsent): Promise<{ verifier?: string } | false> {
    const first = await this.database.run('update consents set returned_at = ? where id = ? and returned_at is null', [
      this.clock.date(),
      id,
    ]);
    if (first === 0) return false;
    const row = await this.database.one<Row>('select sealed from consents where id = ?', [id]);
    return row ? this.open<{ verifier?: string }>(id, row.sealed) : false;
  }

  async bring({ id }: PendingConsent, tokens: TokenSet, tenants: Tenant[]): Promise<void> {
    await this.database.run('update consents set sealed = ?, tenants = ? where id = ?', [
      this.seal(id, { tokens }),
      JSON.stringify(tenants),
      id,
    ]);
  }

  /** What this person has brought for an installation and not used yet. */
  async brought({ storeId, installationId }: Omit<PendingConsent, 'id'>, applicant: Applicant) {
    const row = await this.database.one<Row>(
      `select id, sealed, tenants from consents where store_id = ? and installation_id = ? and session_hash = ?
         and user_id <=> ? and tenants is not null and begun_at > ? order by id desc limit 1`,
      [storeId, installationId, hash(applicant.sessionId), applicant.userId ?? null, this.since(AWAY)],
    );
    if (!row) return undefined;
    const { tokens } = await this.open<{ tokens: TokenSet }>(row.id, row.sealed);
    // A token that has ended meanwhile can't be tested with.
    if (tokens.expiresAt <= this.clock.now()) return undefined;
    return { id: row.id, storeId, installationId, tokens, tenants: row.tenants ?? [] } satisfies BroughtConsent;
  }

  /** All that was begun for an installation; nothing of it is needed any more. */
  async clear({ storeId, installationId }: Omit<PendingConsent, 'id'>): Promise<void> {
    await this.database.run('delete from consents where store_id = ? and installation_id = ?', [
      storeId,
      installationId,
    ]);
  }

  async sweep(): Promise<void> {
    await this.database.run('delete from consents where begun_at < ? limit 1000', [this.since(FORGOTTEN)]);
  }

  private since(age: number): Date {
    return new Date(this.clock.now() - age);
  }

  private seal(id: number, content: object): Buffer {
    return this.seals.seal(JSON.stringify(content), COLUMN, [id]);
  }

  private async open<T>(id: number, sealed: Buffer): Promise<T> {
    return JSON.parse(await this.seals.open(sealed, COLUMN, [id])) as T;
  }
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
