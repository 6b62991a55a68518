import { Controller, Get, Query, Render } from '@nestjs/common';
import { CurrentUser, Roles } from './access.js';
import { Audit } from './audit.service.js';
import type { AuditEntry } from './audit-entry.entity.js';
import type { User } from './user.entity.js';

const PAGE = 50;

/** Who did what: on the whole hub for those who run it, and for a merchant whatever was done to what is theirs, be it by staff. */
@Controller()
export class AuditController {
  constructor(private readonly audit: Audit) {}

  @Roles('staff')
  @Get('staff/audit')
  @Render('accounts/audit')
  index(@Query('before') before?: string) {
    return this.page('/staff/audit', before);
  }

  @Roles('merchant')
  @Get('audit')
  @Render('accounts/audit')
  own(@CurrentUser() { accountId }: User, @Query('before') before?: string) {
    return this.page('/audit', before, accountId!);
  }

  private async page(address: string, before: string | undefined, accountId?: number) {
    const found = await this.audit.latest(PAGE + 1, { before: Number(before) || undefined, accountId });
    const list = found.slice(0, PAGE);
    return {
      title: 'Audit trail',
      entries: list.map((entry) => ({ ...entry, changes: changes(entry) })),
      older: found.length > PAGE ? `${address}?before=${list.at(-1)!.id}` : undefined,
      newest: before ? address : undefined,
    };
  }
}

interface Change {
  name: string;
  before?: string;
  after?: string;
}

/** The fields that differ, one line each. */
function changes({ before, after }: AuditEntry): Change[] {
  const [was, is] = [before ?? {}, after ?? {}];
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  return names
    .filter((name) => JSON.stringify(was[name]) !== JSON.stringify(is[name]))
    .map((name) => ({ name: inWords(name), before: shown(was[name]), after: shown(is[name]) }));
}

/** `timeZone` → `Time zone`. What is in words already stays as it is. */
function inWords(name: string): string {
  if (name.includes(' ')) return name;
  const words = name.replace(/([a-z\d])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function shown(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
