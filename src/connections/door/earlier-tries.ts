import { type HttpAnswer, NoAnswer, TryLater } from '../../sdk/index.js';

// A request that may be repeated is sent again when its first try brought no answer. What the last try came to says nothing of the
// earlier ones: one of them may have been carried out, though the last was turned away. `unclear`: why the earlier one had no answer.

/** Turned away at the gate, the app hasn't looked whether it has carried this out already. */
export function answerAfter(unclear: string | undefined, answer: HttpAnswer): HttpAnswer {
  if (unclear !== undefined && (answer.status === 401 || answer.status === 403)) throw new NoAnswer(unclear);
  return answer;
}

/** `stopped`: why nothing more is sent, where that is so. */
export function errorAfter(unclear: string | undefined, error: unknown, stopped?: unknown): unknown {
  const saysItStayed = error instanceof TryLater || (stopped !== undefined && error === stopped);
  return unclear !== undefined && saysItStayed ? new NoAnswer(unclear) : error;
}
