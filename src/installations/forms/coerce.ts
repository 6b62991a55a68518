import type { FieldManifest } from '../../sdk/host/index.js';

const TEXT_AT_MOST = 255;

/** What a browser posts is text: the value it means, or the text itself where it means none, for the rules to refuse. */
export function coerce(field: FieldManifest, typed: unknown): unknown {
  if (field.kind === 'switch') return asSwitch(typed);
  if (typed === undefined || typed === null) return undefined;
  if (typeof typed !== 'string') return typed;
  const text = withoutHalfCharacters(typed.trim());
  if (text === '') return undefined;
  if (field.kind === 'number') return asNumber(text);
  // Too long is too long: a rule written by a plugin needn't chew on the whole of it.
  return text.slice(0, (field.maxLength ?? TEXT_AT_MOST) + 1);
}

function asSwitch(typed: unknown): unknown {
  if (typed === undefined || typed === null || typed === '' || typed === 'false') return false;
  return typed === 'true' || typed === 'on' ? true : typed;
}

function asNumber(text: string): unknown {
  return /^-?\d{1,15}(\.\d{1,15})?$/.test(text) ? Number(text) : text;
}

/** Half of a surrogate pair is no character: the database would refuse it. */
function withoutHalfCharacters(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\uFFFD');
}
