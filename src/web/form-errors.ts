import { UnprocessableEntityException } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { type ValidationError, validate } from 'class-validator';

/** What a page needs to show a form: what stands in each field, and what is wrong with it. */
export interface FormState {
  values: Record<string, unknown>;
  errors: Record<string, string>;
  /** What is wrong with the whole rather than with one field. */
  error?: string;
}

/** A form as it was sent in. `valid` says whether `value` may be used; `fail` adds what only the database could know. */
export class Form<T extends object> implements FormState {
  readonly errors: Record<string, string> = {};
  error?: string;

  private constructor(
    readonly value: T,
    readonly values: Record<string, unknown>,
  ) {}

  /** Reads what a browser posted into the class that says what it must look like. Fields it doesn't know are dropped. */
  static async read<T extends object>(shape: new () => T, body: unknown): Promise<Form<T>> {
    const values = { ...(body as Record<string, unknown>) };
    const form = new Form(plainToInstance(shape, values, { exposeDefaultValues: true }), values);
    const wrong = await validate(form.value, { whitelist: true, stopAtFirstError: true });
    Object.assign(form.errors, fieldErrors(wrong));
    return form;
  }

  get valid(): boolean {
    return this.error === undefined && Object.keys(this.errors).length === 0;
  }

  fail(field: keyof T & string, message: string): this {
    this.errors[field] = message;
    return this;
  }

  failWhole(message: string): this {
    this.error = message;
    return this;
  }

  /** Throw this: the page comes back (status 422) with everything as typed and each message beside its field. `as`: the view's name for the form. */
  again(view: string, data: Record<string, unknown> = {}, as = 'form'): FormAgain {
    return new FormAgain(this, view, { ...data, [as]: this });
  }
}

export class FormAgain extends UnprocessableEntityException {
  constructor(
    readonly form: FormState,
    readonly view: string,
    readonly data: Record<string, unknown>,
  ) {
    super(form.error ?? 'Some fields need another look.');
  }
}

/** Thrown for a `@Body() dto` whose page does not show the form again itself. */
export class WrongFields extends UnprocessableEntityException {
  readonly errors: Record<string, string>;

  constructor(errors: ValidationError[]) {
    super('Some fields need another look.');
    this.errors = fieldErrors(errors);
  }
}

/** An untouched form: `{ form: emptyForm({ currency: 'AUD' }) }` */
export function emptyForm(values: Record<string, unknown> = {}): FormState {
  return { values, errors: {} };
}

function fieldErrors(errors: ValidationError[], within = ''): Record<string, string> {
  const messages: Record<string, string> = {};
  for (const { property, constraints, children } of errors) {
    const first = Object.values(constraints ?? {})[0];
    if (first !== undefined) messages[within + property] = first;
    Object.assign(messages, fieldErrors(children ?? [], `${within}${property}.`));
  }
  return messages;
}
