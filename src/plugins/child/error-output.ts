import type { Readable } from 'node:stream';
import { Logger } from '@nestjs/common';

const LINES_AT_MOST = 200;
const LINE_AT_MOST = 2_000;

/** What a plugin writes to its error output is worth a line in the log, within reason: neither lines nor a line without end are kept. */
export function logErrorOutput(output: Readable, plugin: string): void {
  let lines = 0;
  let begun = '';
  const say = (line: string): void => {
    lines += 1;
    if (line && lines <= LINES_AT_MOST) log.warn(line, { plugin });
  };
  output.setEncoding('utf8');
  output.on('data', (text: string) => {
    if (lines >= LINES_AT_MOST) return;
    const parts = text.split(/\r?\n/);
    const last = parts.pop()!;
    for (const part of parts) {
      say((begun + part).slice(0, LINE_AT_MOST));
      begun = '';
    }
    begun = (begun + last).slice(0, LINE_AT_MOST);
  });
  output.on('end', () => say(begun));
}

const log = new Logger('plugins');
