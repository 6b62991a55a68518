import {
  anything,
  count,
  either,
  fieldsLike,
  flag,
  isObject,
  listOf,
  namesTo,
  number,
  type Outline,
  object,
  oneOf,
  optional,
  problemsOf,
  text,
  words,
} from '../sdk/checking/index.js';
import { type PlainError, toPlainError } from '../sdk/host/index.js';
import { isRecordType, NoAnswer } from '../sdk/index.js';
import type { PluginCalls } from '../sdk/runtime/index.js';

// What a plugin says is checked before the host believes it: a bug in a connector must not become a bug in the books.

const REASON = 10_000;
// As wide as the outbox keeps them; a reference may be followed by a number that makes it the only one of its kind.
const REFERENCE = 180;
const KEY = 191;
const PART = 50;
const STEP = 32;
const SUMMARY = 500;
const NUMBER = 100;
const ADDRESS = 500;
const LABEL = 40;
const ROWS_AT_MOST = 10_000;
const BODY_AT_MOST = 16 * 1024 * 1024;

const mappedRow = fieldsLike({
  remoteId: text(500),
  // Each value is checked by the record it enters.
  values: optional(object),
  refused: optional(text(REASON)),
  name: optional(text(500)),
});

export const pageOutline = fieldsLike({
  seq: count,
  rows: listOf(mappedRow, ROWS_AT_MOST),
  skipped: count,
  total: optional(count),
  exchanges: listOf(count, ROWS_AT_MOST),
});

export const statedOutline = fieldsLike({
  seq: count,
  // Each is looked at for itself.
  rows: listOf(anything, ROWS_AT_MOST),
  total: optional(count),
  exchanges: listOf(count, ROWS_AT_MOST),
});

export const owedOutline = fieldsLike({ task: text(200), after: count });

export const requestOutline = fieldsLike({
  method: optional(oneOf('GET', 'POST', 'PUT', 'PATCH', 'DELETE')),
  path: text(8_192),
  query: optional(namesTo(optional(either('a text, a number, true or false', text(BODY_AT_MOST), number, flag)))),
  headers: optional(namesTo(text(8_192))),
  body: optional(text(BODY_AT_MOST)),
  timeout: optional(number),
  repeatable: optional(flag),
  reads: optional(flag),
  purpose: optional(text(1_000)),
});

const named =
  (max: number): Outline =>
  (value, field, problems) =>
    (typeof value === 'string' && value.length > max ? text(max) : words)(value, field, problems);

const documentFields = {
  reference: named(REFERENCE),
  steps: listOf(named(STEP)),
  part: optional(text(PART)),
  serialBy: optional(text(KEY)),
  batchKey: optional(text(KEY)),
  summary: optional(text(SUMMARY)),
  doublesUnlessFound: optional(flag),
};

// Of what is built the payload is written out later, and only once: there are many.
const document = fieldsLike(documentFields);

const plainData: Outline = (value, field, problems) => {
  try {
    JSON.stringify(value);
  } catch (error) {
    problems.push({ field, problem: `must be plain data: ${toPlainError(error).message.split('\n')[0]}` });
  }
};

const writtenDocument = fieldsLike({ ...documentFields, payload: plainData });

const plainError = fieldsLike({ error: fieldsLike({ name: text(200), message: text(REASON) }) });

/** The first of some names that an object has decides what the rest of it must look like. */
const byName =
  (kinds: Record<string, Outline>): Outline =>
  (value, field, problems) => {
    const name = isObject(value) ? Object.keys(kinds).find((candidate) => Object.hasOwn(value, candidate)) : undefined;
    if (name === undefined) problems.push({ field, problem: `must have one of ${Object.keys(kinds).join(', ')}` });
    else kinds[name]!(value, field, problems);
  };

const reason = (name: string) => fieldsLike({ [name]: text(REASON) });

const unmade = {
  notDue: reason('notDue'),
  needsPerson: reason('needsPerson'),
  rejected: reason('rejected'),
  awaits: reason('awaits'),
  error: plainError,
};

const built = byName({
  documents: fieldsLike({ documents: listOf(document, 1_000) }),
  payload: anything,
  nothing: anything,
  ...unmade,
});

const merged = byName({ reference: writtenDocument, ...unmade });

const listOrWhyNot =
  (list: Outline): Outline =>
  (value, field, problems) =>
    (Array.isArray(value) ? list : byName(unmade))(value, field, problems);

const refFields = fieldsLike({ type: words, key: text(500) });

const recordRef: Outline = (value, field, problems) => {
  refFields(value, field, problems);
  const { type } = Object(value) as { type?: unknown };
  if (typeof type === 'string' && !isRecordType(type)) {
    problems.push({ field: `${field}.type`, problem: `there are no records of type '${type}'` });
  }
};

const remoteId = fieldsLike({ remoteId: text(191) });

const recordLink: Outline = (value, field, problems) => {
  recordRef(value, field, problems);
  remoteId(value, field, problems);
};

const stepResult = byName({
  done: fieldsLike({
    done: oneOf(true),
    remoteId: optional(text(KEY)),
    number: optional(text(NUMBER)),
    url: optional(text(ADDRESS)),
    links: optional(listOf(recordLink, 100)),
    also: optional(listOf(named(STEP), 100)),
  }),
  rejected: fieldsLike({ rejected: text(REASON), members: optional(listOf(text(500))) }),
  exists: fieldsLike({ exists: oneOf(true) }),
  waiting: fieldsLike({ waiting: text(REASON), label: optional(text(LABEL)), seconds: optional(number) }),
  outdated: reason('outdated'),
  needsPerson: reason('needsPerson'),
});

const change: Outline = (value, field, problems) => {
  if (value === 'ask' || value === 'nothing') return;
  byName({
    steps: fieldsLike({ steps: listOf(named(STEP)), serialBy: optional(text(KEY)) }),
    difference: fieldsLike({ difference: writtenDocument, ask: flag }),
    error: plainError,
  })(value, field, problems);
};

const tenant = fieldsLike({ key: words, name: words, data: optional(namesTo(text(1_000))) });

const parentRefs = listOf(fieldsLike({ task: words, key: text(500) }), 100);

/** One answer for each thing asked, in the same order. */
const oneEach =
  (inner: Outline, asked: unknown): Outline =>
  (value, field, problems) => {
    listOf(inner)(value, field, problems);
    const wanted = (asked as unknown[]).length;
    if (Array.isArray(value) && value.length !== wanted) {
      problems.push({ field, problem: `must hold one answer for each of ${wanted}, but holds ${value.length}` });
    }
  };

type Answered = Exclude<
  keyof PluginCalls,
  'manifest' | 'abort' | 'pull' | 'readStatement' | 'prepare' | 'disconnect' | 'merge'
>;

const outlines: Record<Answered, (args: unknown[]) => Outline> = {
  check: () => optional(tenant),
  tenants: () => listOf(tenant, 1_000),
  checkStep: () => listOf(fieldsLike({ field: words, problem: words, warning: optional(flag) }), 1_000),
  pickList: () => listOf(fieldsLike({ value: text(500), label: text(500) }), ROWS_AT_MOST),
  create: () => words,
  map: () => listOf(mappedRow),
  uses: (args) => oneEach(anything, args[1]),
  parents: (args) => oneEach(anything, args[1]),
  build: (args) => oneEach(anything, args[2]),
  change: (args) => oneEach(anything, args[2]),
  step: (args) => oneEach(stepResult, args[3]),
  find: (args) =>
    oneEach(
      optional(fieldsLike({ remoteId: named(KEY), number: optional(text(NUMBER)), steps: listOf(words) })),
      args[2],
    ),
  send: (args) => oneEach(stepResult, args[2]),
  events: () => listOf(fieldsLike({ tenant: words, eventId: words, wakes: listOf(words, 1_000) }), ROWS_AT_MOST),
  notified: () => fieldsLike({ eventId: words, wakes: listOf(words, 1_000) }),
};

// Behind these something may have happened in the app already, so a senseless answer is as good as none.
const ACTING = new Set<Answered>(['create', 'step', 'send']);

export function checkAnswer(plugin: string, method: Answered, args: unknown[], answer: unknown): void {
  const [first] = problemsOf(outlines[method](args), answer);
  if (!first) return;
  const message = `${plugin}: the answer of ${method}${first.field && ` (${first.field})`} ${first.problem}`;
  throw ACTING.has(method) ? new NoAnswer(message) : new Error(message);
}

const each = {
  uses: listOrWhyNot(listOf(recordRef)),
  parents: listOrWhyNot(parentRefs),
  build: built,
  merge: merged,
  change,
};

/** Of a record, or of a batch, of which the plugin says what makes no sense only that is known; the others go on. */
export function eachSound<T>(plugin: string, method: keyof typeof each, answers: T[]): (T | { error: PlainError })[] {
  return answers.map((answer) => {
    const [first] = problemsOf(each[method], answer);
    if (!first) return answer;
    const message = `${plugin}: what ${method} answered${first.field && ` (${first.field})`} ${first.problem}`;
    return { error: { name: 'Error', message } };
  });
}

/** For what a plugin asks or hands over by itself. */
export function checkAsked(plugin: string, what: string, outline: Outline, value: unknown): void {
  const [first] = problemsOf(outline, value);
  if (first) throw new Error(`${plugin}: ${what}${first.field && ` (${first.field})`} ${first.problem}`);
}
