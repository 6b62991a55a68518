import { type FieldManifest, SHARES_CONNECTION } from '../fields.js';
import type { Manifest } from '../manifest.js';
import { isRecordType } from '../records/index.js';
import { checkUnique } from './check-identity.js';
import { noRecords } from './check-mappings.js';
import { type Problem, thereAre } from './outline.js';

/** The fields of all forms: the wizard's steps and the advanced configuration. */
export function checkFields(manifest: Manifest): Problem[] {
  const asked = manifest.wizard.flatMap((step) => step.fields);
  const all = [...asked, ...manifest.advanced];
  const steps = manifest.wizard.flatMap((step, at) =>
    step.fields.flatMap((field) => checkField(`wizard[${at}].${field.name}`, field, asked, manifest)),
  );
  const advanced = manifest.advanced.flatMap((field) => [
    ...checkField(`advanced.${field.name}`, field, all, manifest),
    ...checkDefault(`advanced.${field.name}`, field),
    ...checkOpen(`advanced.${field.name}`, field),
  ]);
  return [...repeated('wizard', asked), ...repeated('advanced', manifest.advanced), ...steps, ...advanced];
}

/** Answers are kept by field name, so a second field of the same name would overwrite the first. */
function repeated(form: string, fields: FieldManifest[]): Problem[] {
  const doubles = checkUnique(
    form,
    fields.map(({ name }) => ({ id: name })),
  );
  return doubles.map(({ field }) => {
    const { name } = fields[Number(/\d+/.exec(field)![0])]!;
    return { field: `${form}.${name}`, problem: `'${name}' is declared twice` };
  });
}

function checkField(at: string, field: FieldManifest, known: FieldManifest[], manifest: Manifest): Problem[] {
  return [
    ...checkWhen(at, field, known),
    ...checkKind(at, field, manifest),
    ...checkInitial(at, field),
    ...checkPattern(`${at}.pattern`, field.pattern),
    ...checkNumbers(`${at}.numbers`, field, manifest),
    ...checkMarks(`${at}.marks`, field, manifest),
    ...((field.min ?? Number.NEGATIVE_INFINITY) > (field.max ?? Number.POSITIVE_INFINITY)
      ? [{ field: `${at}.min`, problem: 'is more than max' }]
      : []),
  ];
}

function checkKind(at: string, { kind, options, record, create, list }: FieldManifest, manifest: Manifest): Problem[] {
  const problems: Problem[] = [];
  if (kind === 'choice' && Object.keys(options ?? {}).length === 0) {
    problems.push({ field: `${at}.options`, problem: 'a choice needs something to choose from' });
  }
  if (kind === 'record' && !isRecordType(record ?? '')) {
    problems.push({ field: `${at}.record`, problem: noRecords(record) });
  }
  if (create !== undefined && !manifest.creates.includes(create)) {
    problems.push({ field: `${at}.create`, problem: `creates has no '${create}'${thereAre(manifest.creates)}` });
  }
  if (kind === 'remote' && !manifest.pickLists.includes(list ?? '')) {
    problems.push({ field: `${at}.list`, problem: `pickLists has no '${list}'${thereAre(manifest.pickLists)}` });
  }
  return problems;
}

/** What the host itself answers may be asked for like a switch. */
const HOSTS_OWN = { name: SHARES_CONNECTION, kind: 'switch' as const, options: undefined };

function checkWhen(at: string, { name, when = {} }: FieldManifest, known: FieldManifest[]): Problem[] {
  return Object.entries(when).flatMap(([other, wanted]) => {
    const field = `${at}.when.${other}`;
    const asked = other === SHARES_CONNECTION ? HOSTS_OWN : known.find((candidate) => candidate.name === other);
    if (!asked || other === name)
      return [{ field, problem: `there is no other field '${other}'${thereAre(othersOf(name, known))}` }];
    if (asked.kind === 'switch')
      return typeof wanted === 'boolean' ? [] : [{ field, problem: `'${other}' is on or off` }];
    if (asked.kind !== 'choice') return [];
    return [wanted]
      .flat()
      .filter((value) => !Object.hasOwn(asked.options ?? {}, String(value)))
      .map((value) => ({
        field,
        problem: `'${other}' has no option '${value}'${thereAre(Object.keys(asked.options ?? {}))}`,
      }));
  });
}

const othersOf = (name: string, known: FieldManifest[]) =>
  known.map((field) => field.name).filter((other) => other !== name);

function checkInitial(at: string, { kind, initial, options }: FieldManifest): Problem[] {
  const field = `${at}.initial`;
  if (initial === undefined) return [];
  if (kind === 'secret') return [{ field, problem: 'a secret can’t be filled in beforehand' }];
  if (kind === 'switch' && typeof initial !== 'boolean') return [{ field, problem: 'must be true or false' }];
  if (kind === 'number' && typeof initial !== 'number') return [{ field, problem: 'must be a number' }];
  if (kind === 'choice' && !Object.hasOwn(options ?? {}, String(initial))) {
    return [{ field, problem: `'${initial}' is none of the options` }];
  }
  return [];
}

/** What is put before numbers needs documents that have some. */
function checkNumbers(at: string, { kind, numbers }: FieldManifest, { tasks }: Manifest): Problem[] {
  if (numbers === undefined) return [];
  if (kind !== 'text') return [{ field: at, problem: 'only a text is put before numbers' }];
  const [noun] = numbers.split('/');
  const known = tasks.some((task) => task.kind === 'document' && (task.record === noun || task.id === noun));
  return known ? [] : [{ field: at, problem: `no document task exports '${numbers}' or is called so` }];
}

/** What is put before keys needs records that come in. */
function checkMarks(at: string, { kind, marks }: FieldManifest, { tasks }: Manifest): Problem[] {
  if (marks === undefined) return [];
  if (kind !== 'text') return [{ field: at, problem: 'only a text is put before keys' }];
  const strange = marks.filter((type) => !tasks.some((task) => task.kind === 'import' && task.record === type));
  return strange.map((type) => ({ field: at, problem: `no task imports records of type '${type}'` }));
}

/** Advanced configuration holds before anyone has opened it. */
function checkDefault(at: string, { kind, initial, required }: FieldManifest): Problem[] {
  if (initial !== undefined || required === false || kind === 'switch') return [];
  return [{ field: `${at}.initial`, problem: 'advanced configuration needs an initial value, or required: false' }];
}

/** Every version of it can be read again, and compared. */
function checkOpen(at: string, { kind }: FieldManifest): Problem[] {
  return kind === 'secret'
    ? [{ field: at, problem: 'a secret can’t be kept in versions: ask for it in the wizard' }]
    : [];
}

export function checkPattern(field: string, pattern: string | undefined): Problem[] {
  if (pattern === undefined || isPattern(pattern)) return [];
  return [{ field, problem: `'${pattern}' is no regular expression` }];
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text).flags === '';
  } catch {
    return false;
  }
}
