const DEEPEST = 60;

/**
 * Whether a value is plain data (texts, numbers, lists, objects) that weighs no more than `limit` characters and items. What a
 * plugin's process sends may be anything that can be cloned: endless, circular, an object in disguise, or a list of four thousand million
 * gaps. What it makes may be more.
 */
export function isPlain(value: unknown, limit: number): boolean {
  let left = limit;
  const visit = (item: unknown, depth: number): boolean => {
    left -= typeof item === 'string' ? item.length + 1 : 1;
    if (left < 0 || depth > DEEPEST) return false;
    if (typeof item !== 'object' || item === null) return !['bigint', 'function', 'symbol'].includes(typeof item);
    if (Array.isArray(item)) return item.length <= left && item.every((inner) => visit(inner, depth + 1));
    if (item instanceof Date) return true;
    if (Object.getPrototypeOf(item) !== Object.prototype) return false;
    return Object.entries(item).every(
      ([name, inner]) => name !== '__proto__' && visit(name, depth) && visit(inner, depth + 1),
    );
  };
  return visit(value, 0);
}
