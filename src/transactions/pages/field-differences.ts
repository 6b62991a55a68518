export interface FieldDifference {
  /** `lines 2 · quantity` */
  field: string;
  before?: string;
  after?: string;
}

/** Nobody reads further. */
const MOST = 200;

/** The fields, however deep, in which two pieces of plain JSON differ. */
export function fieldDifferences(before: unknown, after: unknown): FieldDifference[] {
  const [was, is] = [leavesOf(before), leavesOf(after)];
  return [...new Set([...was.keys(), ...is.keys()])]
    .filter((field) => was.get(field) !== is.get(field))
    .slice(0, MOST)
    .map((field) => ({ field, before: was.get(field), after: is.get(field) }));
}

function leavesOf(value: unknown, name = '', leaves = new Map<string, string>()): Map<string, string> {
  if (value !== null && typeof value === 'object' && Object.keys(value).length > 0) {
    for (const [key, inner] of Object.entries(value)) {
      leavesOf(
        inner,
        Array.isArray(value) ? `${name} ${Number(key) + 1}`.trim() : name ? `${name} · ${key}` : key,
        leaves,
      );
    }
  } else if (value !== undefined && value !== null) {
    leaves.set(name, typeof value === 'string' ? value : JSON.stringify(value));
  }
  return leaves;
}
