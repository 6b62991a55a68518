/** The version of this SDK; a plugin says in `sdk` which ones it was written for. */
export const SDK_VERSION = '1.0.0';

const VERSION = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?$/;
const RANGE = /^([\^~]?)(\d+)(?:\.(\d+))?(?:\.(\d+))?$/;

/** Whether a text is a semantic version: '1.4.0'. */
export const isVersion = (text: string): boolean => VERSION.test(text);

/** Whether a version lies in a range: '^1', '^1.2', '~1.2.3', '1', '1.2', or '1.2.3'. Undefined when the range can't be read. */
export function satisfies(version: string, range: string): boolean | undefined {
  const given = VERSION.exec(version)?.slice(1, 4).map(Number);
  const match = RANGE.exec(range.trim());
  if (!given || !match) return undefined;
  const wanted = match.slice(2, 5).flatMap((part) => (part === undefined ? [] : [Number(part)]));
  const fixed = fixedParts(match[1]!, wanted);
  const floor = [0, 1, 2].map((at) => wanted[at] ?? 0);
  return wanted.slice(0, fixed).every((part, at) => part === given[at]) && compare(given, floor) >= 0;
}

/** How many leading parts may not differ. Below version 1 every minor version may break, so a caret holds it too. */
function fixedParts(sign: string, wanted: number[]): number {
  if (sign === '~') return Math.min(wanted.length, 2);
  if (sign === '^') return wanted[0] === 0 ? Math.min(wanted.length, 2) : 1;
  return wanted.length;
}

function compare(left: number[], right: number[]): number {
  const at = left.findIndex((part, index) => part !== right[index]);
  return at === -1 ? 0 : left[at]! - right[at]!;
}
