import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../../database/database.js';
import type { FieldManifest } from '../../sdk/host/index.js';
import type { Installation } from '../installation.entity.js';
import type { AnswerForm, Answers } from './answer-form.js';

interface Neighbour {
  /** What it is called here: another merchant's business is nobody's. */
  store: string;
  answers: Answers;
  advanced: Answers;
}

type Asking = Pick<Transaction, 'query'>;
/** What is wrong with each field. */
type Problems = Record<string, string>;
type Here = Pick<Installation, 'storeId' | 'id' | 'plugin' | 'connectionId'>;

/** Another installation took what must differ while this was being saved. */
export class TakenMeanwhile extends Error {
  override readonly name = 'TakenMeanwhile';

  constructor(readonly problems: Problems) {
    super(Object.values(problems).join(' '));
  }
}

/** Other installations of an addon with the same company: shops that feed one set of books, whoever connected them. */
@Injectable()
export class Neighbours {
  constructor(private readonly database: Database) {}

  /** Those that left count too: what they sent is still over there. */
  of({ storeId, id, plugin, connectionId }: Here, on: Asking = this.database): Promise<Neighbour[]> {
    if (connectionId === null) return Promise.resolve([]);
    return on.query<Neighbour>(
      `select if(c.account_id = own.account_id, s.name, 'A store of another merchant') store, i.answers, i.advanced
       from connections own join connections c on c.plugin = own.plugin and c.tenant_key = own.tenant_key
       join installations i on i.connection_id = c.id and i.plugin = ? join stores s on s.id = i.store_id
       where own.id = ? and not (i.store_id = ? and i.id = ?) order by i.store_id, i.id`,
      [plugin, connectionId, storeId, id],
    );
  }

  /** Fails fields that must differ from every neighbour's and don't. What holds here is what the first of `own` says. */
  async check(here: Here, fields: FieldManifest[], form: AnswerForm, ...own: Answers[]): Promise<void> {
    const free = fields.filter(({ name }) => !(name in form.errors));
    form.failAll(await this.clashes(here, free, own, this.database));
  }

  /** The same where it is saved: of two that want the same at once, the second waits here until the first is in force. */
  async claim(here: Here, fields: FieldManifest[], tx: Transaction, ...own: Answers[]): Promise<void> {
    if (distinctBy('connection', fields).length > 0) await lockCompany(here, tx);
    if (distinctBy('store', fields).length > 0)
      await tx.one('select id from stores where id = ? for update', [here.storeId]);
    const problems = await this.clashes(here, fields, own, tx);
    if (Object.keys(problems).length > 0) throw new TakenMeanwhile(problems);
  }

  /** What a person may take as it stands for each field that must differ. */
  async suggest(here: Here, fields: FieldManifest[], store: string): Promise<Answers> {
    const distinct = distinctBy('connection', fields);
    if (distinct.length === 0) return {};
    const neighbours = await this.of(here);
    if (neighbours.length === 0) return {};
    return Object.fromEntries(
      distinct.flatMap((field) => {
        const taken = neighbours.map((other) => inForce(field.name, other.advanced, other.answers));
        const value = freePrefix(store, field, taken);
        return value === undefined ? [] : [[field.name, value]];
      }),
    );
  }

  /** Which of these fields say what a neighbour says, and so to whom. */
  private async clashes(here: Here, fields: FieldManifest[], own: Answers[], on: Asking): Promise<Problems> {
    const [sharing, beside] = [distinctBy('connection', fields), distinctBy('store', fields)];
    return {
      ...(sharing.length > 0 && alike(sharing, await this.of(here, on), own, ', and feeds the same company')),
      ...(beside.length > 0 && alike(beside, await this.beside(here, on), own, ' in this store')),
    };
  }

  /** Other installations of the addon on the same store. */
  private beside({ storeId, id, plugin }: Here, on: Asking): Promise<Neighbour[]> {
    return on.query<Neighbour>(
      `select concat('“', name, '”') store, answers, advanced from installations
       where store_id = ? and plugin = ? and id <> ? order by id`,
      [storeId, plugin, id],
    );
  }
}

const distinctBy = (by: FieldManifest['distinct'], fields: FieldManifest[]): FieldManifest[] =>
  fields.filter(({ distinct }) => distinct === by);

async function lockCompany({ connectionId }: Here, tx: Transaction): Promise<void> {
  if (connectionId === null) return;
  const company = await tx.one<{ plugin: string; tenant_key: string }>(
    'select plugin, tenant_key from connections where id = ?',
    [connectionId],
  );
  if (!company) return;
  // In one order for everybody, or two would wait for each other.
  const everybody = 'select id from connections where plugin = ? and tenant_key = ? order by id for update';
  await tx.query(everybody, [company.plugin, company.tenant_key]);
}

function alike(fields: FieldManifest[], neighbours: Neighbour[], own: Answers[], where: string): Problems {
  const problems: Problems = {};
  for (const { name, label } of fields) {
    const value = inForce(name, ...own);
    const same = neighbours.find((other) => inForce(name, other.advanced, other.answers) === value);
    if (!same) continue;
    const what = value === '' ? 'has none either' : `uses “${value}”`;
    problems[name] = `${label}: ${same.store} ${what}${where}. Choose one that differs.`;
  }
  return problems;
}

/** The first that says something. */
export function inForce(name: string, ...answers: Answers[]): string {
  const said = answers.map((some) => some[name]).find((value) => typeof value === 'string' && value.trim() !== '');
  return typeof said === 'string' ? said.trim() : '';
}

/** 'Fern & Fig' → 'FF-', or 'FF2-' where that is taken. */
function freePrefix(store: string, { maxLength = 255, pattern }: FieldManifest, taken: string[]): string | undefined {
  const words = store.toUpperCase().match(/[A-Z0-9]+/g) ?? ['SHOP'];
  const letters = words.length === 1 ? words[0]!.slice(0, 3) : words.map((word) => word[0]).join('');
  const fits = (prefix: string) => prefix.length <= maxLength && (!pattern || new RegExp(pattern).test(prefix));
  for (let n = 1; n <= taken.length + 1; n++) {
    const prefix = `${letters.slice(0, 6)}${n === 1 ? '' : n}-`;
    if (fits(prefix) && !taken.includes(prefix)) return prefix;
  }
  return undefined;
}
