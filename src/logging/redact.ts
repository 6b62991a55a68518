const SECRET_NAME =
  /pass(word|phrase)?$|secret|token|authori[sz]ation|cookie|signature|api[-_]?key|private[-_]?key|credential/i;
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

/** `mysql://me:hidden@host`, `Bearer abc` and `?access_token=abc` lose their secret half. */
export function redactText(text: string): string {
  return text
    .replace(/(\w+:\/\/[^\s:/@]*):[^\s@/]+@/g, `$1:${STRUCK}@`)
    .replace(/\b(Bearer|Basic)\s+[\w.~+/=-]{6,}/gi, `$1 ${STRUCK}`)
    .replace(/([?&](?:[\w-]*(?:token|secret|signature|api[-_]?key|password)[\w-]*|code)=)[^&\s"']+/gi, `$1${STRUCK}`);
}

function redactError(error: Error, depth: number): Record<string, unknown> {
  return {
    type: error.name,
    message: redactText(error.message),
    stack: error.stack && redactText(error.stack),
    ...(error.cause === undefined || depth === 0 ? {} : { cause: redact(error.cause, depth - 1) }),
  };
}
