import { type FieldManifest, isAsked } from '../../sdk/host/index.js';
import type { PickOption, Workflow } from '../../sdk/index.js';
import type { FormState } from '../../web/form-errors.js';
import type { Answers } from './answer-form.js';

/** One card of a choice. */
export interface Card {
  id: string;
  value: string;
  label: string;
  help?: string;
  warning?: string;
  checked: boolean;
  /** What must be ticked together with this card. */
  confirm?: { name: string; label: string; checked: boolean };
}

/** All that views/installations/_field shows of one field. */
export interface FieldView {
  control: 'text' | 'secret' | 'number' | 'money' | 'date' | 'cards' | 'switch' | 'search' | 'select';
  id: string;
  name: string;
  label: string;
  help?: string;
  value?: unknown;
  checked?: boolean;
  error?: string;
  warning?: string;
  placeholder?: string;
  optional: boolean;
  required: boolean;
  unit?: string;
  describedBy: string;
  maxLength?: number;
  min?: number;
  max?: number;
  step?: string;
  cards?: Card[];
  options?: { value: string; label: string; selected: boolean }[];
  /** Where the browser asks for values while a person types. */
  searchUrl?: string;
  /** Other fields of this page that decide whether it is asked for, as JSON for the script. */
  when?: string;
  /** The same in words, for those without scripts. */
  whenText?: string;
  /** Makes a missing record in the app. */
  create?: { value: string; label: string };
  /** Why the app's own list isn't there. */
  listProblem?: string;
}

export interface Group {
  title?: string;
  fields: FieldView[];
}

/** What a form knows beside its fields. */
export interface Surroundings {
  form: FormState;
  /** Answers of other steps. */
  others: Answers;
  workflows: Record<string, Workflow>;
  /** The app's own lists, by name; a text says why one isn't there. */
  lists: Map<string, PickOption[] | string>;
  kept: string[];
  warnings: Record<string, string>;
  searchUrl(field: FieldManifest): string | undefined;
  /** The app that makes missing records, once it is connected. */
  app?: string;
  currency?: string;
}

/** More values than this are searched for rather than looked through. */
const LOOKED_THROUGH = 40;

export const CONFIRM = (workflow: string) => `confirm-${workflow}`;

/** A step's fields as its page shows them, under their headings. Those that other steps rule out are not there. */
export function groupsOf(fields: FieldManifest[], around: Surroundings): Group[] {
  const here = new Set(fields.map(({ name }) => name));
  const groups: Group[] = [];
  for (const field of fields) {
    const { inside, outside } = splitWhen(field, here);
    if (!isAsked({ when: outside }, around.others)) continue;
    const view = viewOf({ ...field, when: inside }, fields, around);
    const last = groups.at(-1);
    if (last && last.title === field.group) last.fields.push(view);
    else groups.push({ title: field.group, fields: [view] });
  }
  return groups;
}

function splitWhen({ when = {} }: FieldManifest, here: Set<string>) {
  const all = Object.entries(when);
  const inside = Object.fromEntries(all.filter(([other]) => here.has(other)));
  return { inside, outside: Object.fromEntries(all.filter(([other]) => !here.has(other))) };
}

/** Where on its page a field stands. */
export const fieldId = (name: string): string => `field-${name.replaceAll(/[^\w-]/g, '-')}`;

function viewOf(field: FieldManifest, fields: FieldManifest[], around: Surroundings): FieldView {
  const { name, label, help, kind, placeholder } = field;
  const { form } = around;
  const id = fieldId(name);
  const error = form.errors[name];
  const stays = kind === 'secret' && around.kept.includes(name);
  const mustBe = field.required !== false && kind !== 'switch';
  const whenText = inWords(field.when ?? {}, fields);
  const value = kind === 'secret' ? undefined : (form.values[name] ?? undefined);
  return {
    id,
    name,
    label,
    help: stays ? `${help ?? ''} Leave it empty to keep what is stored.`.trim() : help,
    value,
    error,
    warning: error ? undefined : around.warnings[name],
    placeholder,
    optional: !mustBe && kind !== 'switch',
    // A browser can't know whether a conditional field is asked for: those are checked here only.
    required: mustBe && !stays && !whenText,
    describedBy: [help && `${id}-help`, error && `${id}-error`].filter(Boolean).join(' '),
    when: whenText ? JSON.stringify(field.when) : undefined,
    whenText,
    ...controlOf(field, id, value, around),
  };
}

function controlOf(field: FieldManifest, id: string, value: unknown, around: Surroundings) {
  const { kind, maxLength, min, max } = field;
  if (kind === 'number') {
    const { unit, whole } = field;
    return { control: 'number' as const, unit, min, max, step: whole ? '1' : 'any' };
  }
  if (kind === 'money') return { control: 'money' as const, unit: around.currency };
  if (kind === 'date') return { control: 'date' as const };
  if (kind === 'switch') return { control: 'switch' as const, checked: value === true || value === 'true' };
  if (kind === 'choice') return { control: 'cards' as const, cards: cardsOf(field, id, value, around) };
  if (kind === 'record') return { control: 'search' as const, maxLength, ...recordOf(field, value, around) };
  if (kind === 'remote') return remoteOf(field, value, around);
  return { control: kind, maxLength: maxLength ?? 255 };
}

function cardsOf(
  { name, options = {}, optionHelp = {} }: FieldManifest,
  id: string,
  value: unknown,
  around: Surroundings,
) {
  return Object.entries(options).map(([option, label], at): Card => {
    const workflow = name === 'workflow' ? around.workflows[option] : undefined;
    const confirm = CONFIRM(option);
    return {
      id: `${id}-${at}`,
      value: option,
      label,
      help: optionHelp[option] ?? workflow?.help,
      warning: workflow?.warning,
      checked: value === option,
      confirm: workflow?.confirm
        ? { name: confirm, label: workflow.confirm, checked: Boolean(around.form.values[confirm]) }
        : undefined,
    };
  });
}

function recordOf(field: FieldManifest, value: unknown, { searchUrl, app, form, warnings }: Surroundings) {
  const said = form.errors[field.name] ?? warnings[field.name];
  const missing = field.create && app && typeof value === 'string' && value !== '' && said;
  return {
    searchUrl: searchUrl(field),
    create: missing ? { value: field.name, label: `Create “${value}” in ${app}` } : undefined,
  };
}

function remoteOf(field: FieldManifest, value: unknown, { lists, searchUrl }: Surroundings) {
  const list = lists.get(field.list!);
  if (!Array.isArray(list)) return { control: 'text' as const, maxLength: 255, listProblem: list };
  if (list.length > LOOKED_THROUGH) return { control: 'search' as const, searchUrl: searchUrl(field) };
  const known = list.map((option) => ({ ...option, selected: option.value === value }));
  const gone = value !== undefined && value !== '' && !known.some(({ selected }) => selected);
  const stray = gone ? [{ value: String(value), label: `${value} (not in the list)`, selected: true }] : [];
  return { control: 'select' as const, options: [...stray, ...known] };
}

/** `Export invoices: In batches` */
function inWords(when: NonNullable<FieldManifest['when']>, fields: FieldManifest[]): string | undefined {
  const rules = Object.entries(when).map(([other, wanted]) => {
    const field = fields.find(({ name }) => name === other);
    const values = [wanted].flat().map((value) => field?.options?.[String(value)] ?? yesNo(value));
    return `${field?.label ?? other}: ${values.join(' or ')}`;
  });
  return rules.length > 0 ? rules.join(', ') : undefined;
}

function yesNo(value: string | boolean): string {
  if (typeof value === 'string') return value;
  return value ? 'on' : 'off';
}
