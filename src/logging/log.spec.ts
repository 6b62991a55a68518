import { expect, it } from 'vitest';
import { Log } from './log.js';
import { withLogContext } from './log-context.js';

function written(write: (log: Log) => void, level = 'info'): Record<string, unknown>[] {
  const lines: string[] = [];
  write(new Log(level, { write: (line: string) => void lines.push(line) }));
  return lines.map((line) => JSON.parse(line));
}

it('writes one structured line with the room that speaks', () => {
  const [line] = written((log) => log.log('Moved', { rows: 12 }, 'tasks'));
  expect(line).toMatchObject({ level: 30, room: 'tasks', rows: 12, msg: 'Moved' });
});

it('carries the installation and the run inside their work, and only there', async () => {
  const lines: string[] = [];
  const log = new Log('info', { write: (line: string) => void lines.push(line) });
  await withLogContext({ installation: 14, run: 7 }, async () => {
    await new Promise((resolve) => setTimeout(resolve, 1));
    withLogContext({ task: 'import-products' }, () => log.log('inside'));
  });
  log.log('outside');
  expect(JSON.parse(lines[0]!)).toMatchObject({ installation: 14, run: 7, task: 'import-products' });
  expect(JSON.parse(lines[1]!)).not.toHaveProperty('run');
});

it('strikes secrets out of fields, texts, errors and their causes', () => {
  const cause = new Error('mysql://hub:hunter2@db refused');
  const lines = written((log) => {
    log.log('Signing with Bearer abcdef123456', { headers: { Authorization: 'x-secret', cookie: 'x-secret' } });
    log.warn({ apiKey: 'x-secret', nested: [{ client_secret: 'x-secret', page: 3 }] });
    log.error('Failed', new Error('GET https://a.example/?access_token=x-secret&page=2', { cause }), 'http');
  });
  const all = JSON.stringify(lines);
  expect(all).not.toMatch(/x-secret|hunter2|abcdef123456/);
  expect(all).toContain('page=2');
  expect(lines[1]).toMatchObject({ nested: [{ page: 3 }] });
});

it('strikes out what lets its bearer in by an address of the hub', () => {
  const token = 'Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4';
  const lines = written((log) => {
    for (const path of [`/connect/${token}`, `/bookkeeping/${token}`, `/shares/${token}`, `/letters/stop/${token}`]) {
      log.log('answered', { method: 'GET', path });
    }
  });
  expect(JSON.stringify(lines)).not.toContain(token);
  expect(lines[0]).toMatchObject({ path: '/connect/[secret]' });
});

it('keeps the stack of an error for those who mend it', () => {
  const [line] = written((log) => log.error('A request failed', new Error('broken')));
  expect(line).toMatchObject({ msg: 'A request failed', error: { type: 'Error', message: 'broken' } });
  expect(JSON.stringify(line)).toContain('log.spec.ts');
});

it('leaves the framework’s chatter out until somebody asks for it', () => {
  const chatter = (log: Log) => log.log('Mapped {/, GET} route', 'RouterExplorer');
  expect(written(chatter)).toEqual([]);
  expect(written(chatter, 'debug')).toHaveLength(1);
});
