import { execFile } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSandbox } from '../plugins/unleashed/sandbox/index.js';
import { migrate } from '../src/migrate.js';
import { type ServedSandbox, serveSandbox } from '../src/sandboxes/sandbox-server.js';
import { packageRoot } from '../src/web/package-root.js';
import { type TestDatabase, testDatabase } from './support/database.js';
import { FIRST_LANDING, layFirstLanding } from './support/first-landing.js';

// The program itself, as an operator starts it.
const PROGRAM = join(packageRoot, 'dist/src/cli/patchbay.js');

let folder: string;
let lived: TestDatabase;
let source: DataSource;
let empty: TestDatabase;
let twin: ServedSandbox;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patchbay-cli-'));
  [lived, empty] = await Promise.all([testDatabase(), testDatabase()]);
  source = await layFirstLanding(lived.url);
  await migrate(lived.url);
  // It was kept long ago, and nobody has worked on it since.
  await source.query('update schedules set next_run_at = null');
  twin = await serveSandbox(createSandbox({ now: () => FIRST_LANDING.at }));
});

afterAll(async () => {
  await source?.destroy();
  await twin?.stop();
  await Promise.all([lived?.drop(), empty?.drop()]);
  await rm(folder, { recursive: true, force: true });
});

interface Ended {
  code: number;
  said: string;
}

/** Everything that must stay secret, whatever goes wrong. */
const secrets = () => [
  FIRST_LANDING.sealedWith.split(':')[1]!,
  ...Object.values(twin.sandbox.credentials).filter((value) => value.length > 20),
  'hunter2',
];

function patchbay(args: string[], env: Record<string, string> = {}): Promise<Ended> {
  const all = {
    PATH: process.env.PATH,
    DATABASE_URL: lived.url,
    DATA_DIR: folder,
    SECRET_KEYS: FIRST_LANDING.sealedWith,
    ENDPOINTS: `api.unleashedsoftware.com=${twin.url}`,
    LOG_LEVEL: 'error',
    ...env,
  };
  return new Promise((resolve) => {
    execFile(process.execPath, [PROGRAM, ...args], { env: all, timeout: 60_000 }, (error, stdout, stderr) => {
      const said = stdout + stderr;
      expect(said).not.toMatch(/^\s+at \S+/m);
      for (const secret of secrets()) expect(said).not.toContain(secret);
      resolve({ code: error ? Number(error.code) : 0, said });
    });
  });
}

/** Two at once: each is a process that takes its time to start. */
async function each<T>(cases: T[], check: (one: T) => Promise<void>): Promise<void> {
  const left = [...cases];
  const goOn = async () => {
    for (let one = left.shift(); one; one = left.shift()) await check(one);
  };
  await Promise.all([goOn(), goOn()]);
}

const PATIENCE = 60_000;

describe('help', () => {
  it('names every command', async () => {
    const { code, said } = await patchbay(['help']);
    expect(code).toBe(0);
    for (const name of ['demo', 'migrate', 'keys rotate', 'run <', 'plugins', 'users add', 'doctor']) {
      expect(said).toContain(`  ${name}`);
    }
  });

  it('is what somebody gets who asks for what isn’t there', async () => {
    const { code, said } = await patchbay(['constructor']);
    expect([code, said]).toEqual([2, expect.stringContaining("There is no command 'constructor'.")]);
    expect(said).toContain('Usage: patchbay <command>');
  });
});

describe('a setting that makes no sense', () => {
  it('is named before anything happens', async () => {
    const { code, said } = await patchbay(['plugins'], { PORT: 'many' });
    expect([code, said]).toEqual([2, expect.stringContaining('PORT must be a whole number')]);
  });
});

describe('migrate', () => {
  it('brings an empty database up to date, and says that one is', async () => {
    const env = { DATABASE_URL: empty.url };
    const first = await patchbay(['migrate'], env);
    expect([first.code, first.said]).toEqual([0, expect.stringContaining('Done: CreateIds')]);
    expect(await patchbay(['migrate'], env)).toEqual({ code: 0, said: 'The database is up to date.\n' });
  });

  it('says what to do where there is no database', async () => {
    const { code, said } = await patchbay(['migrate'], { DATABASE_URL: 'mysql://hub:hunter2@127.0.0.1:1/shop' });
    expect(code).toBe(2);
    expect(said).toMatch(/shop at 127\.0\.0\.1:1.*See that the server runs/);
  });
});

describe('plugins', () => {
  it('lists them, and what is wrong with others', async () => {
    const [well, ill] = await Promise.all([
      patchbay(['plugins']),
      patchbay(['plugins'], { PLUGIN_PATHS: join(folder, 'nowhere') }),
    ]);
    expect([well.code, well.said]).toEqual([
      0,
      expect.stringMatching(/^unleashed {2}1\.0\.0 {2}Unleashed, \d+ tasks/m),
    ]);
    expect([ill.code, ill.said]).toEqual([1, expect.stringMatching(/NOT LOADED .*nowhere.*is not there/)]);
  });
});

describe('users', () => {
  it('adds a person, whose first password is said once', async () => {
    const args = ['users', 'add', 'Ada@Fern.Example', '--role', 'merchant', '--new-account', 'Fern'];
    const { code, said } = await patchbay(args);
    expect([code, said]).toEqual([
      0,
      expect.stringMatching(/^Added Ada@Fern\.Example \(merchant\)\. First password: \S+/),
    ]);
    expect((await source.query("select role from users where email = 'ada@fern.example'"))[0]).toEqual({
      role: 'merchant',
    });
  });

  it('says what is wrong with what was typed, and adds nobody', { timeout: PATIENCE }, async () => {
    const before = await source.query('select count(*) as people from users');
    const add = (...rest: string[]) => ['users', 'add', ...rest];
    const cases: [string[], RegExp, number][] = [
      [['users'], /only verb of users is add/, 2],
      [add('nobody', '--role', 'staff'), /an email address is needed/, 2],
      [add('a@b.example', '--role', 'king'), /--role must be merchant, vendor, bookkeeper or staff/, 2],
      [add('a@b.example', '--role', 'merchant'), /belongs to an account/, 2],
      [add('a@b.example', '--role', 'merchant', '--account', '4711'), /there is no account 4711/, 2],
      [add('a@b.example', '--role', 'staff', '--account', '1'), /staff belong to no account/, 2],
      [add('a@b.example', '--rule', 'staff'), /--rule/, 2],
      [add(FIRST_LANDING.email, '--role', 'staff'), /already signs in/, 1],
    ];
    await each(cases, async ([args, words, code]) => {
      const ended = await patchbay(args);
      expect([args, ended.code, ended.said]).toEqual([args, code, expect.stringMatching(words)]);
      if (code === 2) expect(ended.said).toContain('Usage: patchbay users add');
    });
    expect(await source.query('select count(*) as people from users')).toEqual(before);
  });
});

describe('run', () => {
  const stock = String(FIRST_LANDING.stock);

  it('runs a task here and now, and says how it ended', async () => {
    const { code, said } = await patchbay(['run', stock, 'import-warehouses']);
    expect([code, said]).toEqual([0, expect.stringMatching(/^Run \d+: done/)]);
  });

  it('says what keeps a task from running', { timeout: PATIENCE }, async () => {
    const cases: [string[], RegExp, number][] = [
      [['run'], /number of an installation and a task are needed/, 2],
      [['run', 'unleashed', 'import-products'], /number of an installation/, 2],
      [['run', '4711', 'import-products'], /there is no installation 4711/, 2],
      [['run', stock, 'import-moons'], /no such task/, 1],
    ];
    await each(cases, async ([args, words, code]) => {
      const ended = await patchbay(args);
      expect([args, ended.code, ended.said]).toEqual([args, code, expect.stringMatching(words)]);
    });
  });

  it('ends otherwise than well where the app can’t be reached', async () => {
    const env = { ENDPOINTS: 'api.unleashedsoftware.com=http://127.0.0.1:1' };
    const { code, said } = await patchbay(['run', stock, 'import-tax-rates'], env);
    expect([code, said]).toEqual([1, expect.stringMatching(/^Run \d+: waiting/)]);
  });
});

describe('doctor', () => {
  it('finds a healthy hub healthy', async () => {
    const { code, said } = await patchbay(['doctor']);
    expect([code, said]).toEqual([0, expect.stringMatching(/^ok {3}database: .*MariaDB|MySQL/)]);
    for (const what of ['clock', 'queue', 'keys', 'plugins', 'data folder']) expect(said).toContain(`ok   ${what}: `);
  });

  it('says of each thing that is not well what to do', { timeout: PATIENCE }, async () => {
    const readable = await mkdtemp(join(folder, 'readable-'));
    await writeFile(join(readable, 'secret-keys'), `${FIRST_LANDING.sealedWith}\n`);
    await chmod(join(readable, 'secret-keys'), 0o644);
    const late = `data:text/javascript,const now = Date.now; Date.now = () => now() + 60_000`;
    const other = `other:${Buffer.alloc(32, 8).toString('base64')}`;
    const behind = await testDatabase();
    const cases: [what: string, Record<string, string>, RegExp][] = [
      [
        'no server',
        { DATABASE_URL: 'mysql://hub:hunter2@127.0.0.1:1/shop' },
        /^BAD {2}database: .*DATABASE_URL names it/m,
      ],
      ['old tables', { DATABASE_URL: behind.url }, /^BAD {2}database: it lacks \d+ changes.*run patchbay migrate/m],
      ['another key', { SECRET_KEYS: other }, /^BAD {2}keys: 2 secrets don't open: put back the key/m],
      ['a key file for all to read', { SECRET_KEYS: '', DATA_DIR: readable }, /^BAD {2}keys: .*run chmod 600 on it/m],
      ['a missing folder', { PLUGIN_PATHS: '/nowhere' }, /^BAD {2}plugins: .*is not there/m],
      ['a wrong clock', { NODE_OPTIONS: `--import=${encodeURI(late)}` }, /^BAD {2}clock: 60 s .*set both by NTP/m],
    ];
    await each(cases, async ([what, env, words]) => {
      const { code, said } = await patchbay(['doctor'], env);
      expect([what, code, said]).toEqual([what, 1, expect.stringMatching(words)]);
    });
    await behind.drop();
  });

  it('notices that nobody starts what is due', async () => {
    await source.query("update schedules set next_run_at = '2026-11-22' where task = 'import-stock'");
    const { code, said } = await patchbay(['doctor']);
    expect([code, said]).toEqual([
      1,
      expect.stringMatching(/^BAD {2}queue: 1 schedules are overdue: is a process with/m),
    ]);
    await source.query('update schedules set next_run_at = null');
  });
});

describe('keys', () => {
  it('rotates: what was sealed is sealed anew, and still opens', async () => {
    const next = `next:${Buffer.alloc(32, 9).toString('base64')}`;
    const env = { SECRET_KEYS: `${next},${FIRST_LANDING.sealedWith}` };
    const ended = await patchbay(['keys', 'rotate'], env);
    expect([ended.code, ended.said]).toEqual([
      0,
      expect.stringMatching(/^\d+ secrets are now encrypted with the newest/),
    ]);
    expect((await patchbay(['doctor'], { SECRET_KEYS: next })).said).toContain('ok   keys: every stored secret opens');
  });

  it('says what to do where the verb is missing, and where a key is', async () => {
    const other = `other:${Buffer.alloc(32, 8).toString('base64')}`;
    const [bare, keyless] = await Promise.all([
      patchbay(['keys']),
      patchbay(['keys', 'rotate'], { SECRET_KEYS: other }),
    ]);
    expect([bare.code, bare.said]).toEqual([2, expect.stringContaining('Usage: patchbay keys rotate')]);
    expect([keyless.code, keyless.said]).toEqual([
      1,
      expect.stringMatching(/can't be opened: connections.*Put back the key/),
    ]);
  });
});
