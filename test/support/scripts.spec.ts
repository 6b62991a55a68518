import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
let clone: string;

beforeEach(async () => {
  clone = await mkdtemp(join(tmpdir(), 'patchbay-clone-'));
});
afterEach(() => rm(clone, { recursive: true }));

async function write(files: Record<string, string>) {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(clone, path)), { recursive: true });
    await writeFile(join(clone, path), text);
  }
}

/** Calls what a script exports, in the clone, and answers the last line it says. */
async function call(script: string, expression: string, env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const code = `import * as it from ${JSON.stringify(here(`../../scripts/${script}`))}; console.log(await it.${expression});`;
  const args = ['--input-type=module', '-e', code];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: clone, env });
  return stdout.trimEnd().split('\n').at(-1)!;
}

describe('the build', () => {
  beforeEach(async () => {
    const compilerOptions = { module: 'NodeNext', rootDir: '.', outDir: 'dist', types: [] };
    await write({
      'package.json': '{ "type": "module" }',
      'package-lock.json': '{}',
      'tsconfig.json': JSON.stringify({ compilerOptions }),
      'tsconfig.build.json': JSON.stringify({ extends: './tsconfig.json', include: ['src', 'plugins'] }),
      'src/main.ts': 'export const port = 1;',
      'plugins/acme/plugin.ts': 'export const id = "acme";',
    });
    await symlink(here('../../node_modules'), join(clone, 'node_modules'));
  });

  it('happens when a source has changed and not otherwise', async () => {
    expect(await call('build.mjs', 'build()')).toBe('compiled');
    expect(await call('build.mjs', 'build()')).toBe('up to date');
    await write({ 'src/main.ts': 'export const port = 10;' });
    expect(await call('build.mjs', 'build()')).toBe('compiled');
    expect(await readFile(join(clone, 'dist/src/main.js'), 'utf8')).toContain('port = 10');
  });

  it('forgets a plugin that was removed', async () => {
    await call('build.mjs', 'build()');
    expect(existsSync(join(clone, 'dist/plugins/acme/plugin.js'))).toBe(true);
    await rm(join(clone, 'plugins/acme'), { recursive: true });
    expect(await call('build.mjs', 'build()')).toBe('compiled');
    expect(existsSync(join(clone, 'dist/plugins/acme/plugin.js'))).toBe(false);
  });

  it('is repeated after one that failed', async () => {
    await write({ 'src/main.ts': 'export const port: number = "one";' });
    await expect(call('build.mjs', 'build()')).rejects.toThrow('failed with exit code');
    await expect(call('build.mjs', 'build()')).rejects.toThrow('failed with exit code');
  });
});

describe('the packages', () => {
  const lock = (version: string) =>
    JSON.stringify({
      packages: { '': {}, 'node_modules/wire': { version }, 'node_modules/only-mac': { version, optional: true } },
    });
  const npm = `require('fs').mkdirSync('node_modules', { recursive: true });
    require('fs').writeFileSync('said.json', JSON.stringify([process.argv.slice(2), process.env.NODE_ENV ?? 'unset']));`;
  const install = () =>
    call('dependencies.mjs', 'installDependencies()', {
      ...process.env,
      NODE_ENV: 'production',
      npm_execpath: join(clone, 'npm-cli.js'),
    });

  it('are installed with the build tools where there are none, whatever NODE_ENV says', async () => {
    await write({ 'package-lock.json': lock('1.0.0'), 'npm-cli.js': npm });
    expect(await install()).toBe('installed');
    const [args, environment] = JSON.parse(await readFile(join(clone, 'said.json'), 'utf8'));
    expect(args).toEqual(['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
    expect(environment).toBe('unset');
  });

  it('are left alone while they are those of the lockfile', async () => {
    await write({
      'package-lock.json': lock('1.0.0'),
      'node_modules/.package-lock.json': JSON.stringify({ packages: { 'node_modules/wire': { version: '1.0.0' } } }),
      'npm-cli.js': npm,
    });
    expect(await install()).toBe('up to date');
    await write({ 'package-lock.json': lock('1.0.1') });
    expect(await install()).toBe('installed');
  });
});

describe('a process that a test left behind', () => {
  it.runIf(process.platform === 'linux')('is ended, because only what carries our mark is ours', async () => {
    const forever = ['-e', 'setInterval(() => {}, 1000)'];
    const ours = spawn(process.execPath, forever, { detached: true, stdio: 'ignore', env: { PATCHBAY_RUN: clone } });
    const other = spawn(process.execPath, forever, { stdio: 'ignore', env: { PATCHBAY_RUN: 'another' } });
    await call('leftovers.mjs', `endLeftovers(${JSON.stringify(`PATCHBAY_RUN=${clone}`)})`);
    await expect.poll(() => ours.signalCode).toBe('SIGKILL');
    expect(other.signalCode).toBe(null);
    other.kill();
  });
});
