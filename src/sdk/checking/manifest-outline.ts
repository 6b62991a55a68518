import type { TaskManifest } from '../manifest.js';
import { STATEMENT_KINDS } from '../statements.js';
import {
  atLeastOne,
  either,
  fieldsLike,
  flag,
  isObject,
  listOf,
  matching,
  namesTo,
  number,
  type Outline,
  oneOf,
  optional,
  text,
  words,
} from './outline.js';

// What a manifest looks like, field by field. It may come from a plugin's own process, so nothing is taken for granted.

const condition = namesTo(either('a text, true, false or a list of texts', text(), flag, listOf(words)));

const described: Record<string, Outline> = {
  label: words,
  help: optional(text()),
  required: optional(flag),
  when: optional(condition),
  placeholder: optional(text()),
  group: optional(text()),
  pattern: optional(text(1000)),
  maxLength: optional(atLeastOne),
};

const field = fieldsLike({
  ...described,
  name: words,
  kind: oneOf('text', 'secret', 'number', 'money', 'date', 'choice', 'switch', 'record', 'remote'),
  distinct: optional(oneOf('connection', 'store')),
  initial: optional(either('a text, a number, true or false', text(), number, flag)),
  options: optional(namesTo(words)),
  optionHelp: optional(namesTo(words)),
  record: optional(words),
  create: optional(words),
  list: optional(words),
  min: optional(number),
  max: optional(number),
  patternHelp: optional(text()),
  numbers: optional(words),
  marks: optional(listOf(words)),
  unit: optional(text(50)),
  whole: optional(flag),
});

const listing = fieldsLike({
  summary: words,
  about: listOf(words),
  category: words,
  icon: words,
  moves: fieldsLike({ in: listOf(words), out: listOf(words) }),
  touches: optional(listOf(words)),
  setUp: optional(
    fieldsLike({
      price: matching(/^\d{1,6}(\.\d\d)?$/, 'an amount such as 149.00'),
      currency: matching(/^[A-Z]{3}$/, 'a currency such as AUD'),
      help: optional(text()),
    }),
  ),
  helpUrl: optional(words),
});

const oauth = fieldsLike({
  authorizeUrl: words,
  tokenUrl: words,
  revokeUrl: optional(words),
  scopes: listOf(words),
  pkce: flag,
  disconnects: flag,
  clientCredentials: optional(
    fieldsLike({ title: words, help: optional(words), scopes: listOf(words), headers: namesTo(text()) }),
  ),
});

const connection = fieldsLike({
  kind: oneOf('api-keys', 'oauth2', 'peer-store'),
  fields: listOf(fieldsLike({ ...described, name: words, kind: oneOf('text', 'secret') })),
  credentialsUrl: optional(words),
  credentialsHelp: optional(words),
  credentialsOwner: optional(words),
  baseUrl: words,
  headers: namesTo(text()),
  sign: optional(
    fieldsLike({
      kind: oneOf('hmac'),
      algorithm: oneOf('sha256', 'sha1', 'sha512'),
      over: oneOf('query', 'body'),
      key: words,
      header: words,
      encoding: oneOf('base64', 'hex'),
    }),
  ),
  oauth: optional(oauth),
  peer: optional(fieldsLike({ reads: listOf(words) })),
  checks: listOf(words),
});

const step = fieldsLike({
  kind: oneOf('form', 'connect', 'activate'),
  title: words,
  intro: optional(text()),
  folded: optional(namesTo(words)),
  fields: listOf(field),
  checked: flag,
});

const workflow = fieldsLike({
  title: words,
  help: words,
  tasks: listOf(words),
  warning: optional(words),
  confirm: optional(words),
});

const ofRecords = fieldsLike({ records: words });

const valueMap = fieldsLike({
  id: words,
  title: words,
  help: words,
  store: either(
    '{ records } or { seen: { record, list, field } }',
    ofRecords,
    fieldsLike({ seen: fieldsLike({ record: words, list: optional(words), field: words }) }),
  ),
  app: either(
    '{ records } or { text: { maxLength } }',
    ofRecords,
    fieldsLike({ text: fieldsLike({ maxLength: atLeastOne }) }),
  ),
  required: optional(flag),
  awaited: optional(flag),
  unique: optional(flag),
  confirm: optional(words),
});

const mapping = fieldsLike({
  id: words,
  title: words,
  record: words,
  remoteId: words,
  match: listOf(words),
  rows: listOf(
    fieldsLike({
      from: text(),
      to: words,
      label: text(),
      transform: optional(words),
      master: oneOf('app', 'store', 'fill', 'off'),
    }),
  ),
});

const eligible = fieldsLike({
  head: oneOf('date', 'status', 'number', 'currency'),
  from: optional(words),
  in: optional(either('a text or a list of texts', words, listOf(words))),
  notIn: optional(listOf(words)),
  because: words,
});

const anyTask = fieldsLike({
  id: words,
  title: words,
  record: words,
  kind: oneOf('import', 'document', 'state'),
  schedule: words,
  after: listOf(words),
  first: flag,
});

const kindsOfTask: Record<TaskManifest['kind'], Outline> = {
  import: fieldsLike({
    direction: oneOf('in'),
    mapping: words,
    pulls: oneOf('changes', 'snapshot'),
    overlap: optional(words),
    missing: oneOf('keep', 'retire', 'zero'),
  }),
  document: fieldsLike({
    direction: oneOf('out'),
    follows: listOf(words),
    eligible: listOf(eligible),
    batch: atLeastOne,
    settle: words,
    doublesUnlessFound: flag,
    steps: listOf(words),
    prepares: flag,
    merges: flag,
    takesOver: optional(oneOf(...STATEMENT_KINDS)),
    appsOwn: flag,
  }),
  state: fieldsLike({
    direction: oneOf('out'),
    follows: listOf(words),
    fields: listOf(words),
    batch: atLeastOne,
    watch: optional(fieldsLike({ fields: listOf(words), percent: number })),
  }),
};

const task: Outline = (value, field, problems) => {
  anyTask(value, field, problems);
  const { kind } = Object(value) as Partial<TaskManifest>;
  if (kind && Object.hasOwn(kindsOfTask, kind)) kindsOfTask[kind](value, field, problems);
};

const signature = {
  header: words,
  hmac: oneOf('sha256'),
  encoding: oneOf('base64', 'hex'),
  timestamp: optional(words),
};

const webhook: Outline = (value, field, problems) => {
  const appWide = isObject(value) && value.appWide === true;
  const verify = appWide
    ? fieldsLike(signature)
    : either(
        '{ header, equals } or { header, hmac, key, encoding }',
        fieldsLike({ header: words, equals: words }),
        fieldsLike({ ...signature, key: words }),
      );
  fieldsLike({ id: words, title: words, help: words, appWide: flag, verify })(value, field, problems);
};

const statement = fieldsLike({
  kind: oneOf(...STATEMENT_KINDS),
  title: words,
  tasks: listOf(words),
  ownDates: flag,
});

export const manifestOutline = fieldsLike({
  id: words,
  name: words,
  version: words,
  sdk: words,
  platform: flag,
  requires: listOf(words),
  listing,
  hosts: listOf(words),
  limits: fieldsLike({
    concurrent: optional(atLeastOne),
    perMinute: optional(atLeastOne),
    perMonth: optional(either('a number of requests, or ‘by plan’', atLeastOne, oneOf('by plan'))),
  }),
  connection: optional(connection),
  wizard: listOf(step),
  advanced: listOf(field),
  workflows: namesTo(workflow),
  valueMaps: listOf(valueMap),
  mappings: listOf(mapping),
  tasks: listOf(task),
  webhooks: listOf(webhook),
  statements: listOf(statement),
  pickLists: listOf(words),
  creates: listOf(words),
  sandbox: flag,
});
