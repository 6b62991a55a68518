import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv, type ValidateFunction } from 'ajv';
import formats from 'ajv-formats';
import { parse } from 'yaml';
import { type Parameter, strangeParameters } from './parameters.js';
import { strangeFields } from './strange-fields.js';

const ID = 'xero';
const METHODS = ['get', 'put', 'post', 'delete'] as const;

type Json = Record<string, unknown>;

/** One operation of the specification that a request falls under. */
interface Operation {
  /** As the specification writes it: `/Invoices/{InvoiceID}`. */
  path: string;
  pointer: string;
  responses: Json;
  requestBody?: Json;
  parameters?: Json[];
}

/**
 * An API as its makers describe it. The accounting one is loose: it knows no required fields on invoices and lets unknown names pass, so
 * `strangers` looks at names besides.
 */
export class OfficialSpec {
  private readonly ajv = new Ajv({ strict: false, allErrors: true, validateSchema: false });
  private readonly compiled = new Map<string, ValidateFunction>();
  private readonly paths: string[];

  constructor(private readonly document: Json) {
    formats.default(this.ajv);
    this.ajv.addSchema(document, ID, undefined, false);
    this.paths = Object.keys((document.paths as Json | undefined) ?? {});
  }

  /** What is wrong with a request's body: what a validator finds, and names that the specification doesn't know. */
  request(method: string, path: string, body: unknown): string[] {
    const operation = this.operation(method, path);
    if (!operation) return [`${method} ${path} is not in the specification`];
    const schema = this.resolved(operation.requestBody, `${operation.pointer}/requestBody`);
    if (!schema) return body === undefined ? [] : [`${method} ${operation.path} takes no body`];
    const pointer = `${schema.pointer}/content/application~1json/schema`;
    return [...this.validate(pointer, body), ...this.strangers(pointer, body)];
  }

  /** What is wrong with a request's query and headers. */
  beside(method: string, path: string, query: URLSearchParams, headers: Headers): string[] {
    const operation = this.operation(method, path);
    if (!operation) return [];
    const declared = (operation.parameters ?? []).map((one) => this.resolved(one, '')!.value as unknown as Parameter);
    return strangeParameters(declared, query, headers, (schema, value) => this.judge(this.ajv.compile(schema), value));
  }

  /** What is wrong with an answer; `undefined` where the specification declares nothing for this status. */
  response(method: string, path: string, status: number, body: unknown): string[] | undefined {
    const operation = this.operation(method, path, status);
    if (!operation?.responses[status]) return undefined;
    const answer = this.resolved(operation.responses[status] as Json, `${operation.pointer}/responses/${status}`);
    if (!answer?.value.content) return body === undefined || body === '' ? [] : [`${status} has no body`];
    const pointer = `${answer.pointer}/content/application~1json/schema`;
    // A refusal echoes the element it refuses, whatever that was.
    const strangers = status < 300 ? this.strangers(pointer, body, true) : [];
    return [...this.validate(pointer, body), ...strangers];
  }

  /** What is wrong with one value as a named schema: 'Invoice'. */
  schema(name: string, value: unknown): string[] {
    return this.validate(`#/components/schemas/${name}`, value);
  }

  /** An operation and the path as the specification writes it, or undefined. */
  pathOf(method: string, path: string): string | undefined {
    return this.operation(method, path)?.path;
  }

  private operation(method: string, path: string, status?: number): Operation | undefined {
    const segments = path.split('?')[0]!.split('/').filter(Boolean);
    const verb = METHODS.find((one) => one === method.toLowerCase());
    if (!verb) return undefined;
    const fitting = this.paths.flatMap((template) => {
      const item = (this.document.paths as Json)[template] as Json;
      if (!item[verb] || !fits(template.split('/').filter(Boolean), segments)) return [];
      const pointer = `#/paths/${template.replaceAll('~', '~0').replaceAll('/', '~1')}/${verb}`;
      const own = item[verb] as Omit<Operation, 'path' | 'pointer'>;
      const parameters = [...((item.parameters as Json[] | undefined) ?? []), ...(own.parameters ?? [])];
      return [{ ...own, path: template, pointer, parameters }];
    });
    return fitting.find(({ responses }) => status !== undefined && responses[status]) ?? fitting[0];
  }

  private resolved(value: Json | undefined, pointer: string): { value: Json; pointer: string } | undefined {
    if (!value) return undefined;
    const ref = value.$ref as string | undefined;
    return ref ? this.resolved(this.at(ref), ref) : { value, pointer };
  }

  private at(pointer: string): Json {
    const parts = pointer.replace(/^#\//, '').split('/');
    return parts.reduce<Json>(
      (inner, part) => inner[part.replaceAll('~1', '/').replaceAll('~0', '~')] as Json,
      this.document,
    );
  }

  private validate(pointer: string, value: unknown): string[] {
    const check = this.compiled.get(pointer) ?? this.ajv.compile({ $ref: `${ID}${pointer}` });
    this.compiled.set(pointer, check);
    return this.judge(check, value);
  }

  private judge(check: ValidateFunction, value: unknown): string[] {
    if (check(value)) return [];
    return (check.errors ?? []).map(
      ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  }

  private strangers(pointer: string, value: unknown, answer = false): string[] {
    return strangeFields(this.at(pointer), value, { follow: (ref) => this.at(ref), answer });
  }
}

const fits = (template: string[], segments: string[]): boolean =>
  template.length === segments.length && template.every((part, at) => part.startsWith('{') || part === segments[at]);

const known = new Map<string, OfficialSpec | undefined>();

type Which = 'accounting' | 'identity' | 'webhooks';

/** A specification, where the folder with them stands beside the project; undefined, with a word about it, where it doesn't. */
export function officialSpec(which: Which = 'accounting'): OfficialSpec | undefined {
  if (known.has(which)) return known.get(which);
  const file = specFile(`xero_${which}.yaml`);
  if (!file)
    console.warn(`NOT CHECKED against the official specification: shared/specs/xero_${which}.yaml is not here.`);
  // The files have calendar dates in their examples; as texts they harm nobody.
  const spec = file ? new OfficialSpec(parse(readFileSync(file, 'utf8'), { schema: 'core' }) as Json) : undefined;
  known.set(which, spec);
  return spec;
}

/** Beside the project, or beside one of the folders it stands in. */
function specFile(name: string): string | undefined {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (folder !== dirname(folder)) {
    const file = join(folder, 'shared', 'specs', name);
    if (existsSync(file)) return file;
    folder = dirname(folder);
  }
  return undefined;
}
