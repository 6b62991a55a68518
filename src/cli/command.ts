import type { Settings } from '../settings/settings.js';

/** One verb of the `patchbay` command. */
export interface Command {
  /** How it is typed, behind `patchbay`. */
  usage: string;
  /** One line of help. */
  summary: string;
  /** Answers the exit code. */
  run(args: string[], settings: Settings): Promise<number>;
}

/** What was typed makes no sense: shown with the command's usage, without a stack. */
export class WrongUsage extends Error {}

/** What was asked for can't be done as things are: told in its own words, without a stack. */
export class CannotDo extends Error {}

export function say(line = ''): void {
  process.stdout.write(`${line}\n`);
}
