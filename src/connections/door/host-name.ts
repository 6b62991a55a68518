const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i;

/**
 * A name such as `shop.example.com`. Never an address in numbers, whatever its notation (`127.1`, `0x7f.1`, `[::1]`): the
 * last label of a real name begins with a letter.
 */
export function isHostName(text: string): boolean {
  const labels = text.split('.');
  return (
    text.length <= 253 &&
    labels.length > 1 &&
    labels.every((label) => LABEL.test(label)) &&
    /^[a-z]/i.test(labels.at(-1)!)
  );
}
