const SECRET_NAME =
  /pass(word|phrase)?$|secret|token|authori[sz]ation|cookie|signature|api[-_]?key|private[-_]?key|credential/i;
const SECRET_PARAMETER = /token|secret|signature|api[-_]?key|password|^code$/i;
const STRUCK = '[secret]';

/** The same thing without its secrets: values under a secret's name, and credentials inside texts. */
export function redact(value: unknown, depth = 6): unknown {
  if (typeof value === 'string') return redactText(value);
  if (value instanceof Error) return redactError(value, depth);
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  if (depth === 0) return '[too deep]';
  if (Array.isArray(value)) return value.map((item) => redact(item, depth - 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, SECRET_NAME.test(name) ? STRUCK : redact(item, depth - 1)]),
  );
}

/** The word before a token in the hub's own addresses: whoever reads the log must not be able to follow the link. */
const IN_ADDRESS = /(\/(?:connect|bookkeeping|shares|letters\/stop)\/)[\w-]{16,}/g;

/**
 * `mysql://me:hidden@host`, `Bearer abc`, `?access_token=abc` and `/connect/abc` lose their secret half. Each of these looks at a
 * letter once: a text may be as long as an address that a stranger asks for.
 */
export function redactText(text: string): string {
  return text
    .replace(/(:\/\/[^\s:/@]*):[^\s@/]+@/g, `$1:${STRUCK}@`)
    .replace(/\b(Bearer|Basic)\s+[\w.~+/=-]{6,}/gi, `$1 ${STRUCK}`)
    .replace(/([?&])([\w-]+)=[^&\s"']+/g, (pair, mark: string, name: string) =>
      SECRET_PARAMETER.test(name) ? `${mark}${name}=${STRUCK}` : pair,
    )
    .replace(IN_ADDRESS, `$1${STRUCK}`);
}

function redactError(error: Error, depth: number): Record<string, unknown> {
  return {
    type: error.name,
    message: redactText(error.message),
    stack: error.stack && redactText(error.stack),
    ...(error.cause === undefined || depth === 0 ? {} : { cause: redact(error.cause, depth - 1) }),
  };
}
