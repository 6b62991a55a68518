/** The door doesn't let this request out: it would go where the plugin did not declare, or where nobody may send. */
export class NotAllowed extends Error {
  override readonly name = 'NotAllowed';
}
