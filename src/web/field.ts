import type { FormState } from './form-errors.js';

interface FieldOptions {
  form?: FormState;
  name: string;
  label: string;
  type?: string;
  id?: string;
  help?: string;
  required?: boolean;
  /** Leaves out the word `optional`, where the heading above has said it for all. */
  unmarked?: boolean;
  options?: { value: unknown; label: string }[];
  empty?: string;
  rows?: number;
  autocomplete?: string;
  placeholder?: string;
}

/** All that the partial web/_field shows, worked out: what stands in the field, what is wrong with it, and what describes it. */
export function fieldOf(field: FieldOptions) {
  const { form, name, label, help, required, empty, rows, autocomplete, placeholder } = field;
  const id = field.id ?? `field-${name.replaceAll(/[^\w-]/g, '-')}`;
  // A page never says a password back.
  const value = field.type === 'password' ? undefined : form?.values[name];
  const error = form?.errors[name];
  const describedBy = [help && `${id}-help`, error && `${id}-error`].filter(Boolean).join(' ');
  return {
    id,
    name,
    label,
    value,
    error,
    help,
    required,
    optional: !required && !field.unmarked,
    empty,
    rows,
    autocomplete,
    placeholder,
    describedBy,
    type: field.type ?? 'text',
    checkbox: field.type === 'checkbox',
    options: field.options?.map((option) => ({ ...option, selected: String(option.value) === String(value ?? '') })),
  };
}
