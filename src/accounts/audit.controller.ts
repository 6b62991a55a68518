import { Controller, Get, Query, Render } from '@nestjs/common';
import { Roles } from './access.js';
import { Audit } from './audit.service.js';
import type { AuditEntry } from './audit-entry.entity.js';

const PAGE = 50;

@Roles('staff')
@Controller('staff/audit')
export class AuditController {
  constructor(private readonly audit: Audit) {}

  @Get()
  @Render('accounts/audit')
  async index(@Query('before') before?: string) {
    const found = await this.audit.latest(PAGE + 1, Number(before) || undefined);
    const list = found.slice(0, PAGE);
    const older = found.length > PAGE ? `/staff/audit?before=${list.at(-1)!.id}` : undefined;
    const newest = before ? '/staff/audit' : undefined;
    return {
      title: 'Audit trail',
      entries: list.map((entry) => ({ ...entry, changes: changes(entry) })),
      older,
      newest,
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
