import { validate } from 'class-validator';
import { type FieldManifest, isAsked } from '../../sdk/host/index.js';
import type { FormState } from '../../web/form-errors.js';
import { coerce } from './coerce.js';
import { furtherProblem } from './further-rules.js';
import { shapeOf } from './shapes.js';

export type Answers = Record<string, unknown>;

interface Around {
  /** Answers of the other steps: a field may be asked for only because of one of them. */
  others?: Answers;
  /** Secrets that are kept already and may stay as they are. */
  kept?: string[];
}

/** A step as it was sent in: what was typed, what is wrong with it, and what it comes to. */
export class AnswerForm implements FormState {
  readonly errors: Record<string, string> = {};
  error?: string;
  /** What the app calls what was picked from its lists, and the store its records, by field. */
  readonly picked: Record<string, string> = {};

  private constructor(
    readonly fields: FieldManifest[],
    /** As typed, for showing it again. Secrets are not among them. */
    readonly values: Record<string, unknown>,
    /** What the fields that were asked for come to; right only as far as `errors` has nothing to say. */
    readonly answers: Answers,
  ) {}

  static async read(fields: FieldManifest[], typed: unknown, { others = {}, kept = [] }: Around = {}) {
    const given = own(typed);
    const answers = asked(fields, given, others);
    const form = new AnswerForm(fields, shownAgain(fields, given), answers);
    await form.check({ ...without(others, fields), ...answers }, kept);
    return form;
  }

  get valid(): boolean {
    return this.error === undefined && Object.keys(this.errors).length === 0;
  }

  fail(field: string, problem: string): void {
    this.errors[field] ??= problem;
  }

  failAll(problems: Record<string, string>): void {
    for (const [field, problem] of Object.entries(problems)) this.fail(field, problem);
  }

  /** Those answers that nothing is wrong with: what can be kept of an unfinished step. */
  get soFar(): Answers {
    return Object.fromEntries(Object.entries(this.answers).filter(([name]) => !(name in this.errors)));
  }

  private async check(everything: Answers, kept: string[]): Promise<void> {
    if (this.fields.length === 0) return;
    const stays = Object.fromEntries(
      kept.filter((name) => everything[name] === undefined).map((name) => [name, 'kept']),
    );
    const instance = Object.assign(new (shapeOf(this.fields))(), everything, stays);
    for (const { property, constraints } of await validate(instance, { stopAtFirstError: true })) {
      const [problem] = Object.values(constraints ?? {});
      if (problem !== undefined) this.fail(property, problem);
    }
    for (const field of this.fields) {
      const problem = field.name in this.errors ? undefined : furtherProblem(field, this.answers[field.name]);
      if (problem !== undefined) this.fail(field.name, problem);
    }
  }
}

/** The values of fields that are asked for, given each other. What isn't asked for is not answered, whatever was sent. */
function asked(fields: FieldManifest[], given: Record<string, unknown>, others: Answers): Answers {
  const values: Answers = {};
  for (const field of fields) {
    const value = coerce(field, given[field.name]);
    if (value !== undefined) values[field.name] = value;
  }
  for (;;) {
    const around = { ...without(others, fields), ...values };
    const idle = fields.find((field) => field.name in values && !isAsked(field, around));
    if (!idle) return values;
    delete values[idle.name];
  }
}

export function without<Value>(answers: Record<string, Value>, fields: FieldManifest[]): Record<string, Value> {
  const names = new Set(fields.map(({ name }) => name));
  return Object.fromEntries(Object.entries(answers).filter(([name]) => !names.has(name)));
}

function own(typed: unknown): Record<string, unknown> {
  return typed !== null && typeof typed === 'object' ? (typed as Record<string, unknown>) : {};
}

const SHOWN_AT_MOST = 2000;

function shownAgain(fields: FieldManifest[], given: Record<string, unknown>): Record<string, unknown> {
  const shown = fields
    .filter(({ kind, name }) => kind !== 'secret' && Object.hasOwn(given, name))
    .map(({ name }) => [name, given[name]] as const)
    .filter(([, value]) => ['string', 'boolean', 'number'].includes(typeof value))
    .map(([name, value]) => [name, typeof value === 'string' ? value.slice(0, SHOWN_AT_MOST) : value] as const);
  // A switch that was turned off is not sent at all.
  const off = fields.filter(({ kind, name }) => kind === 'switch' && !Object.hasOwn(given, name));
  return Object.fromEntries([...shown, ...off.map(({ name }) => [name, false] as const)]);
}
