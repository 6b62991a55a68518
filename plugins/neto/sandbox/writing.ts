import type { Answer } from './envelope.js';
import { Missing, Refusal } from './refusal.js';
import { type Given, givenList, type Row } from './wire.js';

/**
 * Writes every element of a batch. One that names nothing known is a warning and the rest is done; one that is refused is a
 * warning when others went through and an error when none did.
 */
export function writeEach(
  body: Given,
  name: string,
  write: (given: Given, warn: (message: string) => void) => Row,
): Answer {
  const given = givenList(body[name]);
  if (given.length === 0) throw new Refusal(`${name} is required`);
  const written: Row[] = [];
  const warnings: string[] = [];
  const refused: string[] = [];
  for (const one of given) {
    try {
      written.push(write(one, (message) => warnings.push(message)));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      (error instanceof Missing ? warnings : refused).push(error.message);
    }
  }
  const allRefused = refused.length === given.length;
  return {
    body: { [name]: written },
    warnings: allRefused ? [] : [...warnings, ...refused],
    errors: allRefused ? refused : [],
  };
}
