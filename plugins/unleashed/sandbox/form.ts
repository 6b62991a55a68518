import { type Problem, Refusal } from './answers.js';
import { instantOf } from './dates.js';

type Fields = Record<string, unknown>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

// The app takes numbers in quotes too.
const DECIMAL = /^-?\d+(\.\d+)?$/;
const LARGEST = 1e12;

/** A posted record, read field by field. What is wrong is gathered, so that one answer names it all. */
export class Form {
  private constructor(
    private readonly fields: Fields,
    readonly problems: Problem[],
    private readonly path: string,
  ) {}

  static of(body: unknown): Form {
    if (isFields(body)) return new Form(body, [], '');
    throw new Refusal(400, { Message: 'The request body must be a JSON object.' });
  }

  /** Throws everything found wrong so far, as the app does, before anything is changed. */
  settle(): void {
    if (this.problems.length > 0) throw new Refusal(400, this.problems);
  }

  problem(field: string, description: string, code: string): undefined {
    this.problems.push({ Field: this.path + field, Description: description, ErrorCode: code, DebugInformation: null });
  }

  require(...names: string[]): void {
    for (const name of names) if (!this.has(name)) this.problem(name, `${name} is required.`, 'Required');
  }

  has(name: string): boolean {
    return this.fields[name] !== undefined && this.fields[name] !== null && this.fields[name] !== '';
  }

  isObject(name: string): boolean {
    return isFields(this.fields[name]);
  }

  /** An explicit null empties a field; leaving it out does not. */
  empties(name: string): boolean {
    return this.fields[name] === null || this.fields[name] === '';
  }

  text(name: string, longest = 500): string | undefined {
    if (!this.has(name)) return undefined;
    const value = this.fields[name];
    if (typeof value !== 'string') return this.problem(name, `${name} must be text.`, 'Invalid');
    if (value.length <= longest) return value;
    return this.problem(name, `${name} must be at most ${longest} characters long.`, 'TooLong');
  }

  number(name: string): number | undefined {
    if (!this.has(name)) return undefined;
    const said = this.fields[name];
    const value = typeof said === 'string' && DECIMAL.test(said) ? Number(said) : said;
    if (typeof value === 'number' && Math.abs(value) < LARGEST) return value;
    return this.problem(name, `${name} must be a number.`, 'Invalid');
  }

  flag(name: string): boolean | undefined {
    if (!this.has(name)) return undefined;
    const value = this.fields[name];
    return typeof value === 'boolean' ? value : this.problem(name, `${name} must be true or false.`, 'Invalid');
  }

  instant(name: string): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    return instantOf(text) ?? this.problem(name, `${name} is not a date: ${text}`, 'Invalid');
  }

  child(name: string): Form | undefined {
    if (!this.has(name)) return undefined;
    const value = this.fields[name];
    if (isFields(value)) return new Form(value, this.problems, `${this.path}${name}.`);
    return this.problem(name, `${name} must be an object.`, 'Invalid');
  }

  children(name: string): Form[] | undefined {
    const items = this.items(name);
    return items?.flatMap((item, at) => {
      if (isFields(item)) return [new Form(item, this.problems, `${this.path}${name}[${at}].`)];
      this.problem(`${name}[${at}]`, 'Each line must be an object.', 'Invalid');
      return [];
    });
  }

  items(name: string): unknown[] | undefined {
    if (!this.has(name)) return undefined;
    const value = this.fields[name];
    return Array.isArray(value) ? value : this.problem(name, `${name} must be a list.`, 'Invalid');
  }
}
