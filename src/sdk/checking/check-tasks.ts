import { LONGEST_TIMEOUT } from '../http.js';
import type { DocumentManifest, ImportManifest, Manifest, StateManifest, TaskManifest } from '../manifest.js';
import { declarationOf, isRecordType } from '../records/index.js';
import { parseDuration, parseSchedule } from '../schedule.js';
import type { EligibleRow } from '../tasks/index.js';
import { checkId, checkUnique } from './check-identity.js';
import { noField, unknownRecord } from './check-mappings.js';
import { type Problem, thereAre } from './outline.js';

export function checkTasks(manifest: Manifest): Problem[] {
  const each = manifest.tasks.flatMap((task, at) => checkTask(`tasks[${at}]`, task, manifest));
  return [...checkUnique('tasks', manifest.tasks), ...each];
}

function checkTask(at: string, task: TaskManifest, manifest: Manifest): Problem[] {
  return [
    ...checkId(`${at}.id`, task.id),
    ...readable(`${at}.schedule`, () => parseSchedule(task.schedule)),
    ...checkAfter(at, task, manifest.tasks),
    ...checkFollows(at, task, manifest.tasks),
    ...(isRecordType(task.record) ? checkKind(at, task, manifest) : unknownRecord(`${at}.record`, task.record)),
    ...(task.first && task.direction === 'out'
      ? [{ field: `${at}.first`, problem: 'only imports run while the addon is activated' }]
      : []),
  ];
}

function checkKind(at: string, task: TaskManifest, manifest: Manifest): Problem[] {
  if (task.kind === 'import') return checkImport(at, task, manifest);
  return task.kind === 'document' ? checkDocument(at, task, manifest) : checkState(at, task);
}

function checkImport(at: string, { mapping, record, missing, pulls, overlap }: ImportManifest, { mappings }: Manifest) {
  const mapped = mappings.find((candidate) => candidate.id === mapping);
  const problems = overlap === undefined ? [] : readable(`${at}.overlap`, () => parseDuration(overlap));
  if (!mapped)
    problems.push({
      field: `${at}.mapping`,
      problem: `mappings has no '${mapping}'${thereAre(mappings.map(({ id }) => id))}`,
    });
  else if (mapped.record !== record) {
    problems.push({ field: `${at}.mapping`, problem: `'${mapping}' maps to a ${mapped.record}, not to a ${record}` });
  }
  if (missing !== 'keep' && pulls !== 'snapshot') {
    problems.push({ field: `${at}.missing`, problem: 'only a snapshot tells what is gone' });
  }
  return problems;
}

function checkDocument(at: string, task: DocumentManifest, manifest: Manifest): Problem[] {
  const { settle, steps, takesOver, eligible } = task;
  return [
    ...checkSettle(`${at}.settle`, settle),
    ...(steps.length > 0 ? [] : [{ field: `${at}.steps`, problem: 'a document takes at least one step' }]),
    ...(takesOver === undefined || manifest.statements.some(({ kind }) => kind === takesOver)
      ? []
      : [
          {
            field: `${at}.takesOver`,
            problem: `the plugin has no statement '${takesOver}'${thereAre(manifest.statements.map(({ kind }) => kind))}`,
          },
        ]),
    ...(task.appsOwn && manifest.tasks.every(({ direction, record }) => direction === 'out' || record !== task.record)
      ? [{ field: `${at}.appsOwn`, problem: `no task imports records of type '${task.record}'` }]
      : []),
    ...eligible.flatMap((row, index) => checkEligible(`${at}.eligible[${index}]`, row, task, manifest)),
  ];
}

function checkState(at: string, { record, fields, watch }: StateManifest): Problem[] {
  const declared = declarationOf(record).fields;
  const problems: Problem[] = [];
  if (fields.length === 0) problems.push({ field: `${at}.fields`, problem: 'nothing would ever be compared' });
  for (const [index, name] of fields.entries()) {
    if (Object.hasOwn(declared, name)) continue;
    problems.push({ field: `${at}.fields[${index}]`, problem: noField(record, name) });
  }
  for (const [index, name] of (watch?.fields ?? []).entries()) {
    if (fields.includes(name)) continue;
    problems.push({
      field: `${at}.watch.fields[${index}]`,
      problem: `'${name}' is not among the fields${thereAre(fields)}`,
    });
  }
  if (watch && !(watch.percent > 0 && watch.percent <= 100)) {
    problems.push({ field: `${at}.watch.percent`, problem: 'must be above 0, at most 100' });
  }
  return problems;
}

/** Whoever takes up what another process has left looks into the app only when nothing of it can be under way any more. */
function checkSettle(field: string, settle: string): Problem[] {
  const unreadable = readable(field, () => parseDuration(settle));
  if (unreadable.length > 0 || parseDuration(settle) >= LONGEST_TIMEOUT) return unreadable;
  return [{ field, problem: 'must be a minute or more: a request may be under way as long' }];
}

function checkEligible(at: string, row: EligibleRow, { record }: TaskManifest, manifest: Manifest): Problem[] {
  const answers = new Set(manifest.wizard.flatMap((step) => step.fields.map(({ name }) => name)));
  const settings = new Set(manifest.advanced.map(({ name }) => name));
  const problems: Problem[] = [];
  if (!declarationOf(record).head[row.head]) {
    problems.push({
      field: `${at}.head`,
      problem: `a ${record} has no ${row.head}${thereAre(Object.keys(declarationOf(record).head))}`,
    });
  }
  for (const bound of ['from', 'in'] as const) {
    const value = row[bound];
    const [, source, name] = /^(answers|advanced)\.(.+)$/.exec(typeof value === 'string' ? value : '') ?? [];
    const known = source === 'advanced' ? settings : answers;
    if (name !== undefined && !known.has(name)) {
      problems.push({ field: `${at}.${bound}`, problem: `${source} has no '${name}'${thereAre([...known])}` });
    } else if (name === undefined && bound === 'in' && typeof value === 'string') {
      problems.push({ field: `${at}.in`, problem: `'${value}' names no answer` });
    }
  }
  return problems;
}

function checkAfter(at: string, { id, after }: TaskManifest, tasks: TaskManifest[]): Problem[] {
  return after.flatMap((other, index) => {
    const field = `${at}.after[${index}]`;
    const problem = tasks.every((task) => task.id !== other)
      ? `there is no task '${other}'${thereAre(tasks.map((task) => task.id))}`
      : waitsFor(other, id, tasks, ({ after: further }) => further)
        ? `'${other}' waits for '${id}' itself, so neither would ever go first`
        : undefined;
    return problem ? [{ field, problem }] : [];
  });
}

/** A record and one it waits for may not wait for each other, however long the way round. */
function checkFollows(at: string, child: TaskManifest, tasks: TaskManifest[]): Problem[] {
  const { id } = child;
  return followsOf(child).flatMap((other, index) => {
    const field = `${at}.follows[${index}]`;
    const problem = tasks.every((task) => task.id !== other || task.direction === 'in')
      ? `there is no export '${other}'${thereAre(tasks.filter((task) => task.direction === 'out').map((task) => task.id))}`
      : waitsFor(other, id, tasks, followsOf)
        ? `'${other}' waits for '${id}' itself, so neither would ever go first`
        : undefined;
    return problem ? [{ field, problem }] : [];
  });
}

const followsOf = (task: TaskManifest): string[] => (task.direction === 'out' ? task.follows : []);

function waitsFor(
  task: string,
  awaited: string,
  tasks: TaskManifest[],
  waiting: (task: TaskManifest) => string[],
  seen = new Set<string>(),
): boolean {
  if (task === awaited) return true;
  if (seen.has(task)) return false;
  seen.add(task);
  const found = tasks.find(({ id }) => id === task);
  return found !== undefined && waiting(found).some((other) => waitsFor(other, awaited, tasks, waiting, seen));
}

export function checkWorkflows({ workflows, tasks, wizard }: Manifest): Problem[] {
  const unknown = Object.entries(workflows).flatMap(([name, workflow]) =>
    workflow.tasks.flatMap((id, at) =>
      tasks.some((task) => task.id === id)
        ? []
        : [
            {
              field: `workflows.${name}.tasks[${at}]`,
              problem: `there is no task '${id}'${thereAre(tasks.map((task) => task.id))}`,
            },
          ],
    ),
  );
  const names = Object.keys(workflows);
  if (names.length === 0) return unknown;
  const choice = wizard.flatMap((step) => step.fields).find((field) => field.name === 'workflow');
  const options = Object.keys(choice?.options ?? {});
  const same = options.length === names.length && names.every((name) => options.includes(name));
  return same
    ? unknown
    : [
        ...unknown,
        { field: 'workflows', problem: `the wizard needs a choice field 'workflow' of ${names.join(', ')}` },
      ];
}

function readable(field: string, read: () => unknown): Problem[] {
  try {
    read();
    return [];
  } catch (error) {
    return [{ field, problem: (error as Error).message }];
  }
}
