import { randomInt } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

export const PASSWORD_LENGTH = { min: 10, max: 200 };

export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize('NFKC'));
}

/** Takes as long for a stranger's address as for a real one, so that the time tells nobody who has an account. */
export async function passwordMatches(password: string, hashed: string | undefined): Promise<boolean> {
  const right = await verify(hashed ?? (await nobodysHash()), password.normalize('NFKC'));
  return right && hashed !== undefined;
}

/** Easy to read out and to type: no letters that look alike. About 77 bits. */
export function initialPassword(): string {
  const letters = 'abcdefghjkmnpqrstuvwxyz23456789';
  const group = () => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('');
  return [group(), group(), group(), group()].join('-');
}

let nobody: Promise<string> | undefined;

function nobodysHash(): Promise<string> {
  nobody ??= hash(initialPassword());
  return nobody;
}
