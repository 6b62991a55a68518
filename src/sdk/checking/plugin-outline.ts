import { anything, either, fieldsLike, listOf, namesTo, type Outline, oneOf, optional, procedure } from './outline.js';

// The functions of a definition, and the shape that reducing it to a manifest relies on. Texts and numbers are checked there.

const withFunctions = (...names: string[]): Outline =>
  fieldsLike(Object.fromEntries(names.map((name) => [name, procedure])));

const mapping = fieldsLike({
  rows: listOf(fieldsLike({ as: optional(withFunctions('apply')) })),
  refuse: optional(procedure),
  skip: optional(procedure),
});

const importTask = fieldsLike({ mapping, pull: procedure });

const documentTask = fieldsLike({
  uses: optional(procedure),
  parents: optional(procedure),
  build: procedure,
  merge: optional(procedure),
  change: optional(procedure),
  prepare: optional(procedure),
  steps: namesTo(procedure),
  find: procedure,
});

const stateTask = fieldsLike({
  uses: optional(procedure),
  parents: optional(procedure),
  build: procedure,
  send: procedure,
});

const task: Outline = (value, field, problems) => {
  fieldsLike({ direction: oneOf('in', 'out') })(value, field, problems);
  const { direction, kind } = Object(value) as { direction?: unknown; kind?: unknown };
  if (direction === 'in') return importTask(value, field, problems);
  if (direction !== 'out') return;
  fieldsLike({ kind: oneOf('document', 'state') })(value, field, problems);
  if (kind === 'document') documentTask(value, field, problems);
  if (kind === 'state') stateTask(value, field, problems);
};

const step: Outline = (value, field, problems) => {
  if (typeof value !== 'function') fieldsLike({ kind: oneOf('connect', 'activate') })(value, field, problems);
};

const apiKeys = fieldsLike({ fields: namesTo(fieldsLike({})), checks: listOf(withFunctions('run')) });

const oauth2 = fieldsLike({
  tenants: procedure,
  disconnect: optional(procedure),
  clientCredentials: optional(
    fieldsLike({ fields: fieldsLike({ clientId: fieldsLike({}), clientSecret: fieldsLike({}) }) }),
  ),
  checks: listOf(withFunctions('run')),
});

const peerStore = fieldsLike({ reads: listOf(anything), checks: listOf(withFunctions('run')) });

const connection: Outline = (value, field, problems) => {
  const { kind } = Object(value) as { kind?: unknown };
  const outline = kind === 'oauth2' ? oauth2 : kind === 'peer-store' ? peerStore : apiKeys;
  outline(value, field, problems);
};

const webhook: Outline = (value, field, problems) => {
  const { appWide } = Object(value) as { appWide?: unknown };
  const functions = appWide === true ? ['events'] : ['eventId', 'wakes'];
  withFunctions(...functions)(value, field, problems);
};

export const pluginOutline = fieldsLike({
  hosts: optional(listOf(anything)),
  requires: optional(listOf(anything)),
  connection: optional(connection),
  wizard: optional(listOf(step)),
  advanced: optional(either('a class of fields, or several', procedure, listOf(procedure))),
  mappings: optional(listOf(mapping)),
  tasks: optional(listOf(task)),
  webhooks: optional(listOf(webhook)),
  statements: optional(namesTo(withFunctions('read'))),
  pickLists: optional(namesTo(procedure)),
  creates: optional(namesTo(procedure)),
  client: optional(procedure),
  sandbox: optional(procedure),
});
