/** It did not arrive, and may be tried again. */
export class NotDelivered extends Error {
  override readonly name = 'NotDelivered';
}
