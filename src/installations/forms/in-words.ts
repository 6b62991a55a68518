import type { FieldManifest, StepManifest } from '../../sdk/host/index.js';
import { calendarDate } from '../../web/times.js';

/** Answers as the audit trail keeps them: under their fields' labels, as people read them. */
export function answersInWords(
  steps: Pick<StepManifest, 'title' | 'fields'>[],
  answers: Readonly<Record<string, unknown>>,
  picked: Readonly<Record<string, string>> | null = null,
): Record<string, unknown> {
  const named = steps.flatMap(({ title, fields }) => fields.map((field) => ({ title, field })));
  const labelled = ({ title, field }: (typeof named)[number]) => {
    const isOnly = named.every(({ field: other }) => other === field || other.label !== field.label);
    return isOnly ? field.label : `${title}: ${field.label}`;
  };
  return Object.fromEntries(
    Object.entries(answers).map(([name, value]) => {
      const found = named.find(({ field }) => field.name === name);
      // An answer to an earlier version's question.
      if (!found) return [name, value];
      return [labelled(found), isEmpty(value) ? null : answerInWords(found.field, value, picked?.[name])];
    }),
  );
}

const isEmpty = (value: unknown) => value === undefined || value === null || value === '';

/** An answer as people read it; `picked`: what the app called it when it was picked from a list. */
export function answerInWords({ kind, options, unit }: FieldManifest, value: unknown, picked?: string): string {
  if (picked !== undefined) return picked;
  if (kind === 'secret') return 'not shown';
  if (kind === 'switch') return value ? 'On' : 'Off';
  if (kind === 'choice') return options?.[String(value)] ?? String(value);
  if (kind === 'date' && typeof value === 'string') return calendarDate(value, 'UTC');
  return unit ? `${String(value)} ${unit}` : String(value);
}
