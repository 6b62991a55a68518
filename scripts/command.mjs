import { spawn } from 'node:child_process';

const running = new Set();

for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(name, () => {
    for (const child of running) endGroup(child, 'SIGTERM');
    // What does not end in time loses the choice.
    setTimeout(() => {
      for (const child of running) endGroup(child, 'SIGKILL');
      process.exit(1);
    }, 10_000).unref();
    interrupted = true;
  });
}

let interrupted = false;

/**
 * Runs a program in a process group of its own, so that nothing it starts outlives it, and fails when it does. Minutes
 * bound it.
 */
export async function command(program, args, { minutes = 10, env = process.env } = {}) {
  if (interrupted) throw new Error('interrupted');
  const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'], detached: true, env });
  running.add(child);
  let late = false;
  const limit = setTimeout(() => {
    late = true;
    endGroup(child, 'SIGKILL');
  }, minutes * 60_000);
  try {
    const [code, signal] = await new Promise((resolve, reject) => {
      child.once('error', reject).once('exit', (...end) => resolve(end));
    });
    endGroup(child, 'SIGKILL');
    if (late) throw new Error(`not done after ${minutes} minutes`);
    if (interrupted) throw new Error('interrupted');
    if (code !== 0) throw new Error(signal ? `ended by ${signal}` : `failed with exit code ${code}`);
  } finally {
    clearTimeout(limit);
    running.delete(child);
  }
}

function endGroup(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH' && error.code !== 'EPERM') throw error;
  }
}
