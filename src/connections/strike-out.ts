const STRUCK = '•••';
/** Shorter ones occur by chance in any text; striking them out would hide more than the secret. */
const SHORTEST = 4;

/** Replaces each secret in a text, however it was written there: plain, in base64, in an address, in JSON, in XML. */
export function strikeOut(text: string, secrets: readonly string[]): string {
  return strikerOf(secrets)(text);
}

export type Striker = ((text: string) => string) & {
  /** How long a written secret may be; a text cut in two must overlap by this much to be searched in parts. */
  readonly longest: number;
};

/** The same for many texts: the ways of writing are worked out once. */
export function strikerOf(secrets: readonly string[]): Striker {
  const written = [...new Set(secrets.filter((secret) => secret.length >= SHORTEST).flatMap(waysOfWriting))];
  // The longest first: a secret may hold another one.
  written.sort((a, b) => b.length - a.length);
  if (written.length === 0) return Object.assign((text: string) => text, { longest: 0 });
  const cores = new RegExp([...new Set(written.map(coreOf))].map(literally).join('|'));
  const strike = (text: string) => {
    // Nearly every text holds no secret: one search tells, as the ways of writing have most of their letters in common.
    if (!cores.test(text)) return text;
    return written.reduce((rest, form) => (rest.includes(form) ? rest.replaceAll(form, STRUCK) : rest), text);
  };
  return Object.assign(strike, { longest: written[0]?.length ?? 0 });
}

/** One after the other. */
export function bothStrikers(first: Striker, second: Striker): Striker {
  const strike = (text: string) => second(first(text));
  return Object.assign(strike, { longest: Math.max(first.longest, second.longest) });
}

const literally = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

/** The longest part of a form that most other ways of writing leave as it is. */
function coreOf(form: string): string {
  const parts = form.split(/%[0-9a-f]{2}|[^a-z0-9]+/i).toSorted((a, b) => b.length - a.length);
  return parts[0] || form;
}

function waysOfWriting(secret: string): string[] {
  const inAddress = encodeURIComponent(secret);
  const json = JSON.stringify(secret).slice(1, -1);
  return [
    secret,
    inAddress,
    inAddress.replace(/%../g, (code) => code.toLowerCase()),
    inAddress.replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`),
    inAddress.replaceAll('%20', '+'),
    json,
    json.replaceAll('/', '\\/'),
    secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
    Buffer.from(secret).toString('hex'),
    ...inBase64(Buffer.from(secret)),
  ];
}

/** Base64 writes three bytes at a time, so a secret inside a longer text (`id:key`) looks different by where it starts. */
function inBase64(secret: Buffer): string[] {
  const cores = [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), secret])
      .toString('base64')
      .replaceAll('=', '');
    const whole = (before + secret.length) % 3 === 0;
    return text.slice(before && before + 1, whole ? undefined : -1);
  });
  // A few letters alone occur by chance.
  return cores
    .filter((core) => core.length >= 6)
    .flatMap((core) => [core, core.replaceAll('+', '-').replaceAll('/', '_')]);
}
