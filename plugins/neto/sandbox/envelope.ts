import type { Row, Wire } from './wire.js';

/** What an action has to say, before it is put in the store's envelope. */
export interface Answer {
  body: Row;
  warnings?: string[];
  errors?: string[];
}

/** `{ <Entity>, CurrentTime, Ack, Messages }`: business errors travel in here with HTTP status 200. */
export function envelope(answer: Answer, currentTime: string): Row {
  const errors = answer.errors ?? [];
  const warnings = answer.warnings ?? [];
  return {
    ...answer.body,
    CurrentTime: currentTime,
    Ack: errors.length > 0 ? 'Error' : warnings.length > 0 ? 'Warning' : 'Success',
    Messages: errors.length + warnings.length === 0 ? '' : messages(errors, warnings),
  };
}

function messages(errors: string[], warnings: string[]): Row {
  const said: Row = {};
  if (errors.length > 0) {
    said.Error = errors.map((Message) => ({ Message, SeverityCode: 'Error', Description: Message }));
  }
  if (warnings.length > 0) said.Warning = warnings.map((Message) => ({ Message, SeverityCode: 'Warning' }));
  return said;
}

/** The store's habit: a list of one is told as the thing itself, an empty list as an empty text. */
export function collapse(value: Wire): Wire {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) {
    if (value.length === 0) return '';
    return value.length === 1 ? collapse(value[0]!) : value.map(collapse);
  }
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, collapse(inner)]));
}
