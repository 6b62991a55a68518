import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { LessThan, Repository } from 'typeorm';
import { Database } from '../database/database.js';
import { redact } from '../logging/redact.js';
import { AuditEntry } from './audit-entry.entity.js';
import type { User } from './user.entity.js';

export interface Act {
  /** Who did it; absent when the hub itself did. */
  by?: User;
  /** What it was done to, in words: `Store Fern & Fig (#3)`. */
  subject: string;
  /** What was done: `added`, `renamed`, `schedule changed`. */
  action: string;
  store?: { id: number; accountId: number };
  accountId?: number | null;
  before?: unknown;
  after?: unknown;
  /** Done to the merchant by those who run the hub, not in the merchant's place. */
  asStaff?: boolean;
}

/** The audit trail. Secrets in `before` and `after` are struck out on the way in. */
@Injectable()
export class Audit {
  constructor(
    @InjectRepository(AuditEntry) private readonly entries: Repository<AuditEntry>,
    private readonly database: Database,
  ) {}

  /** The change and its entry: both or neither. */
  together<T>(change: () => Promise<T>): Promise<T> {
    return this.database.together(change);
  }

  /** Only inside `together`, beside the change that it tells of. */
  async record(act: Act): Promise<void> {
    if (!this.database.isTogether) throw new Error(`'${act.action}' would be noted apart from its change`);
    const accountId = act.store?.accountId ?? act.accountId ?? act.by?.accountId ?? null;
    const onBehalf = act.by?.role === 'staff' && accountId !== null && !act.asStaff;
    await this.entries.insert({
      at: new Date(),
      userId: act.by?.id ?? null,
      userName: act.by?.name ?? 'The hub',
      accountId,
      storeId: act.store?.id ?? null,
      subject: act.subject.slice(0, 190),
      action: act.action,
      before: asFields(act.before),
      after: asFields(act.after),
      onBehalf,
      onBehalfOf: onBehalf ? await this.nameOf(accountId) : null,
    });
  }

  /** Newest first; `before` is the id the last page ended with. Of one business, where it is named. */
  latest(limit: number, { before, accountId }: { before?: number; accountId?: number } = {}): Promise<AuditEntry[]> {
    return this.entries.find({
      where: { ...(before !== undefined && { id: LessThan(before) }), ...(accountId !== undefined && { accountId }) },
      order: { id: 'DESC' },
      take: limit,
    });
  }

  private async nameOf(accountId: number): Promise<string | null> {
    const [account] = await this.entries.query<{ name: string }[]>('select name from accounts where id = ?', [
      accountId,
    ]);
    return account?.name ?? null;
  }
}

function asFields(value: unknown): Record<string, never> | null {
  if (value === undefined) return null;
  const safe = redact(value);
  return (safe !== null && typeof safe === 'object' ? safe : { value: safe }) as Record<string, never>;
}
