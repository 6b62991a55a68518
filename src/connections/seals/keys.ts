import { randomBytes } from 'node:crypto';
import { chmod, link, mkdir, readFile, rename, stat, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** An encryption key and the name by which sealed values remember it. */
export interface Key {
  name: string;
  bytes: Buffer;
}

/** The keys can't be used as they are; the message says what to do. */
export class WrongKeys extends Error {
  override readonly name = 'WrongKeys';
}

/** `name:base64` lines, newest first. */
export function readKeys(lines: readonly string[]): Key[] {
  const keys = lines.map((line) => {
    const colon = line.indexOf(':');
    return { name: line.slice(0, colon), bytes: Buffer.from(line.slice(colon + 1), 'base64') };
  });
  const wrong = keys.find(({ name, bytes }) => !/^[\w-]{1,64}$/.test(name) || bytes.length !== 32);
  if (wrong || keys.length === 0) throw new WrongKeys('Encryption keys must be name:base64 pairs of 32 bytes each');
  if (new Set(keys.map(({ name }) => name)).size < keys.length)
    throw new WrongKeys('Two encryption keys share a name: give each its own');
  return keys;
}

/** The keys that the hub made for itself. Whoever loses this file loses every credential sealed with it. */
export class KeyFile {
  readonly path: string;

  constructor(private readonly folder: string) {
    this.path = join(folder, 'secret-keys');
  }

  /** The file's keys, newest first; the first caller of all makes the file. */
  async keys(): Promise<Key[]> {
    const text = await this.read();
    if (text === undefined) {
      await this.create();
      return this.keys();
    }
    return readKeys(text.split('\n').filter(Boolean));
  }

  /** Puts a new key on top; older ones stay so that what they sealed can be opened. */
  async add(): Promise<Key[]> {
    await this.keys();
    const draft = await this.draft(`${newKey()}\n${await readFile(this.path, 'utf8')}`);
    await rename(draft, this.path);
    return this.keys();
  }

  private async read(): Promise<string | undefined> {
    try {
      const { mode } = await stat(this.path);
      if (mode & 0o077) throw new WrongKeys(`${this.path} can be read by others: run chmod 600 on it`);
      return await readFile(this.path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  /** Two hubs that start together must end up with one key: `link` fails for the second. */
  private async create(): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    const draft = await this.draft(`${newKey()}\n`);
    try {
      await link(draft, this.path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      await unlink(draft);
    }
  }

  private async draft(text: string): Promise<string> {
    const draft = `${this.path}.${randomBytes(6).toString('hex')}`;
    await writeFile(draft, text, { mode: 0o600, flag: 'wx' });
    // A umask could have taken the owner's own rights away.
    await chmod(draft, 0o600);
    return draft;
  }
}

function newKey(): string {
  return `made-${randomBytes(4).toString('hex')}:${randomBytes(32).toString('base64')}`;
}
