import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** Ends every process that carries this mark in its environment: what a test started and did not stop. */
export async function endLeftovers(mark) {
  for (let tries = 0; tries < 20 && marked(mark).length > 0; tries++) await sleep(100);
  for (const { pid, title } of marked(mark)) {
    console.log(`Left behind by the tests, ended now: ${pid} ${title.slice(0, 200)}`);
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      if (error.code !== 'ESRCH') throw error;
    }
  }
}

function marked(mark) {
  // Only Linux lets us look; elsewhere the process group has to be enough.
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map((pid) => ({ pid: Number(pid), environment: read(pid, 'environ'), title: read(pid, 'cmdline') }))
    .filter(({ environment }) => environment.includes(mark));
}

function read(pid, file) {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1').replaceAll('\0', ' ').trim();
  } catch {
    // It ended while we looked, or belongs to somebody else.
    return '';
  }
}
