import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** A process that can still be told apart when its number has been given to another one. */
export interface KnownProcess {
  pid: number;
  /** When it began, in the words of the system. */
  began: string;
}

/** The process as it runs now; undefined when it has ended. */
export function knownProcess(pid: number): KnownProcess | undefined {
  const began = process.platform === 'linux' ? beganOnLinux(pid) : beganElsewhere(pid);
  return began ? { pid, began } : undefined;
}

export function isRunning(known: KnownProcess): boolean {
  return knownProcess(known.pid)?.began === known.began;
}

/** Asks it to end, waits, and insists when it does not. */
export async function endProcess(known: KnownProcess, patience = 60_000): Promise<void> {
  signal(known, 'SIGTERM');
  if (await ended(known, patience)) return;
  signal(known, 'SIGKILL');
  if (!(await ended(known, 10_000))) throw new Error(`Process ${known.pid} does not end`);
}

export function signal(known: KnownProcess, name: NodeJS.Signals): void {
  if (!isRunning(known)) return;
  try {
    process.kill(known.pid, name);
  } catch (error) {
    if (codeOf(error) !== 'ESRCH') throw error;
  }
}

export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

async function ended(known: KnownProcess, patience: number): Promise<boolean> {
  const deadline = Date.now() + patience;
  while (isRunning(known)) {
    if (Date.now() > deadline) return false;
    await sleep(20);
  }
  return true;
}

function beganOnLinux(pid: number): string | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch {
    return undefined;
  }
  // The second field is the program's name in parentheses and may hold spaces: count from behind it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // An orphan that nobody reaps stays in the table as a zombie; it holds nothing any more.
  if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
  return `${readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()} ${fields[19]}`;
}

function beganElsewhere(pid: number): string | undefined {
  try {
    const [state, ...began] = execFileSync('ps', ['-o', 'state=,lstart=', '-p', String(pid)], { encoding: 'latin1' })
      .trim()
      .split(/\s+/);
    return state?.startsWith('Z') ? undefined : began.join(' ');
  } catch {
    return undefined;
  }
}
