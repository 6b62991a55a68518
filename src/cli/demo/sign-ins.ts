import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

export interface SignIn {
  role: 'merchant' | 'staff' | 'vendor';
  name: string;
  email: string;
  password: string;
}

const PEOPLE = [
  { role: 'merchant', name: 'Mia Fern', email: 'mia@fernandfig.example' },
  { role: 'staff', name: 'Sam Sutton', email: 'sam@patchbay.example' },
  { role: 'vendor', name: 'Vera Plug', email: 'vera@plugworks.example' },
] as const;

/** The demo's three people. Their passwords are made once and kept in a file that only its owner reads. */
export async function demoSignIns(file: string): Promise<SignIn[]> {
  if (existsSync(file)) return JSON.parse(await readFile(file, 'utf8')) as SignIn[];
  const signIns = PEOPLE.map((person) => ({ ...person, password: `demo-${randomBytes(5).toString('hex')}` }));
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify(signIns, null, 2), { mode: 0o600 });
  return signIns;
}
