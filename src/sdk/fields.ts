import 'reflect-metadata';
import {
  IsBoolean,
  IsDefined,
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateIf,
} from 'class-validator';
import type { RecordType } from './records/index.js';

/** What every field says of itself to the person who fills it in. */
export interface FieldOptions {
  label: string;
  /** A sentence beside the field; never hidden in a tooltip. */
  help?: string;
  /** Fields are required unless this is false. A switch never is. */
  required?: boolean;
  /** Shown, and asked for, only while these other answers are given: `{ mode: 'batched' }`, `{ mode: ['a', 'b'] }`. */
  when?: Record<string, string | boolean | string[]>;
  placeholder?: string;
  /** What is filled in before anyone has answered. */
  initial?: string | boolean | number;
  /** Fields with the same group stand together under this heading. */
  group?: string;
  /**
   * `connection`: no two installations that are connected to the same company may have the same here, whoever the merchants are; of
   * two that leave it empty, neither may. The wizard suggests a value. Where the advanced configuration has a field of the same name,
   * what is filled in there counts first. `store`: no two installations of this addon on one store may have the same.
   */
  distinct?: 'connection' | 'store';
}

/** What the host itself answers: whether another installation is connected to the same company. `when: { [SHARES_CONNECTION]: true }` */
export const SHARES_CONNECTION = 'sharesConnection';

/** What kind of answer a field takes: one for each decorator below. */
export type FieldKind = 'text' | 'secret' | 'number' | 'money' | 'date' | 'choice' | 'switch' | 'record' | 'remote';

/** A field as plain data: all that the host needs to render and to check it. */
export interface FieldManifest extends FieldOptions {
  name: string;
  kind: FieldKind;
  /** Choice: value → what people read. */
  options?: Record<string, string>;
  /** Choice: value → a sentence below it. */
  optionHelp?: Record<string, string>;
  /** Record picker: which records of the store. The answer is a record's key. */
  record?: RecordType;
  /** Record picker: a missing one may be made in the app from here. */
  create?: string;
  /** Remote pick-list: which of the plugin's `pickLists`. */
  list?: string;
  min?: number;
  max?: number;
  maxLength?: number;
  pattern?: string;
  /** What a person reads when `pattern` doesn't match. */
  patternHelp?: string;
  /**
   * Text: what is typed here stands before the numbers of documents. Which ones: those of every document task of this record
   * ('invoice'), or of one task alone, by its id, or of one part of what that task makes ('export-payments/over'). Changing it is asked
   * about, with the numbers that are out already.
   */
  numbers?: string;
  /**
   * Text: what is typed here stands before the keys of records of these types as they come in from another store. Changing it is asked
   * about, with what has come in already: that keeps its name where the mapping keeps the `names` of its rows.
   */
  marks?: RecordType[];
  /** Number: what it counts, shown behind the box: 'days', '%'. */
  unit?: string;
  whole?: boolean;
}

const FIELDS = Symbol('patchbay:fields');

/** The fields a step class declares, in the order they stand in the class. */
export function fieldsOf(step: new () => object): FieldManifest[] {
  return Reflect.getMetadata(FIELDS, step.prototype) ?? [];
}

function field(manifest: Omit<FieldManifest, 'name'>): PropertyDecorator {
  return (target, property) => {
    const declared: FieldManifest = { ...manifest, name: String(property) };
    const inherited: FieldManifest[] = Reflect.getMetadata(FIELDS, target) ?? [];
    Reflect.defineMetadata(FIELDS, [...inherited, declared], target);
    for (const rule of rulesOf(declared)) rule(target, property);
  };
}

type Only<K extends keyof FieldManifest> = FieldOptions & Pick<FieldManifest, K>;

/** A line of text. */
export const Text = (options: Only<'maxLength' | 'pattern' | 'patternHelp' | 'numbers' | 'marks'>) =>
  field({ kind: 'text', ...options });
/** Text that is kept encrypted and never shown again. */
export const Secret = (options: Only<'maxLength'>) => field({ kind: 'secret', ...options });
/** A number; `whole` for counts. */
export const NumberField = (options: Only<'min' | 'max' | 'unit' | 'whole'>) => field({ kind: 'number', ...options });
/** An exact amount as text, in the store's currency. */
export const Money = (options: Only<'min' | 'max'>) => field({ kind: 'money', ...options });
/** A calendar date, 'YYYY-MM-DD', in the store's time zone. */
export const DateField = (options: FieldOptions) => field({ kind: 'date', ...options });
/** One of a few. Listed once: the form, the check and the type come from `options`. */
export const Choice = (options: Only<'options' | 'optionHelp'> & { options: Record<string, string> }) =>
  field({ kind: 'choice', ...options });
/** Yes or no; absent means no. */
export const Switch = (options: FieldOptions) => field({ kind: 'switch', ...options });
/** One of the store's records, found by typing. The answer is its key. */
export const RecordPicker = (record: RecordType, options: Only<'create'>) =>
  field({ kind: 'record', record, ...options });
/** One value of a list that the app itself gives, fetched live: `list` names one of the plugin's `pickLists`. */
export const RemotePick = (list: string, options: FieldOptions) => field({ kind: 'remote', list, ...options });

/** Whether a field is asked for, given the other answers. */
export function isAsked(asked: Pick<FieldManifest, 'when'>, answers: Record<string, unknown>): boolean {
  return Object.entries(asked.when ?? {}).every(([other, wanted]) => {
    const given = answers[other];
    return Array.isArray(wanted) ? wanted.includes(String(given)) : given === wanted;
  });
}

/** The class-validator rules of a field. The host puts the same ones on the class it builds from a manifest. */
export function rulesOf(declared: FieldManifest): PropertyDecorator[] {
  const { label } = declared;
  const rules: PropertyDecorator[] = [];
  if (declared.when) rules.push(ValidateIf((form: Record<string, unknown>) => isAsked(declared, form)));
  const optional = declared.required === false || declared.kind === 'switch';
  rules.push(optional ? IsOptional() : IsDefined({ message: `${label}: please fill this in.` }));
  return [...rules, ...kindRules[declared.kind](declared)];
}

const text = (declared: FieldManifest) => [
  IsString({ message: `${declared.label}: this must be text.` }),
  MaxLength(declared.maxLength ?? 255, { message: `${declared.label}: at most $constraint1 characters.` }),
  ...(declared.pattern
    ? [
        Matches(new RegExp(declared.pattern), {
          message: `${declared.label}: ${declared.patternHelp ?? 'this is not in the right form.'}`,
        }),
      ]
    : []),
];

const bounds = ({ label, min, max }: FieldManifest) => [
  ...(min === undefined ? [] : [Min(min, { message: `${label}: at least $constraint1.` })]),
  ...(max === undefined ? [] : [Max(max, { message: `${label}: at most $constraint1.` })]),
];

const kindRules: Record<FieldKind, (declared: FieldManifest) => PropertyDecorator[]> = {
  text,
  secret: text,
  record: text,
  remote: text,
  number: (declared) => [
    declared.whole
      ? IsInt({ message: `${declared.label}: this must be a whole number.` })
      : IsNumber({ allowNaN: false, allowInfinity: false }, { message: `${declared.label}: this must be a number.` }),
    ...bounds(declared),
  ],
  money: ({ label }) => [
    Matches(/^-?\d{1,12}(\.\d{1,4})?$/, { message: `${label}: this must be an amount such as 19.95.` }),
  ],
  date: ({ label }) => [
    Matches(/^(19|20|21)\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, { message: `${label}: this must be a date.` }),
  ],
  choice: ({ label, options }) => [
    IsIn(Object.keys(options ?? {}), { message: `${label}: please choose one of the list.` }),
  ],
  switch: ({ label }) => [IsBoolean({ message: `${label}: this must be on or off.` })],
};
