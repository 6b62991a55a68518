/** An address inside the hub to go back to; anything that could lead elsewhere becomes the fallback. */
export function localPath(value: unknown, fallback = '/'): string {
  if (typeof value !== 'string' || !/^\/(?![/\\])[^\\\s]*$/.test(value)) return fallback;
  return value;
}
