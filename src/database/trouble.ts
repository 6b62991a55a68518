/** Why the database could not do what it was asked, through no fault of who asked. */
export type Trouble = 'away' | 'full' | 'busy';

/** What the driver and TypeORM say of an error. */
interface DriverError {
  /** The driver's is a text; of others, such as what a time-out gives, it may be a number. */
  code?: unknown;
  /** The connection is of no use any more. */
  fatal?: boolean;
  message?: string;
  driverError?: DriverError;
}

const AWAY = ['ER_SERVER_SHUTDOWN', 'ER_NORMAL_SHUTDOWN', 'ER_CON_COUNT_ERROR', 'ER_CONNECTION_KILLED'];
const FULL = ['ER_DISK_FULL', 'ER_RECORD_FILE_FULL', 'ER_ERROR_ON_WRITE', 'ER_TEMP_FILE_WRITE_FAILURE'];
const BUSY = ['ER_LOCK_WAIT_TIMEOUT', 'ER_LOCK_DEADLOCK', 'ER_CHECKREAD'];
const NO_SPACE = /No space left on device|errno: 28\b/;

/** For people. Whoever meets it tries again; nothing was written of what the words are about. */
export const TROUBLE: Record<Trouble, string> = {
  away: 'The hub’s own database did not answer. This goes on by itself once it does.',
  full: 'The hub’s own database has no room left. Whoever runs the hub has to make some; then this goes on by itself.',
  busy: 'The hub’s own database was too busy. This is tried again in a moment.',
};

export function troubleOf(error: unknown): Trouble | undefined {
  const { driverError, code: given, fatal, message = '' } = Object(error) as DriverError;
  if (driverError) return troubleOf(driverError);
  const code = typeof given === 'string' ? given : '';
  if (FULL.includes(code) || (code.startsWith('ER_') && NO_SPACE.test(message))) return 'full';
  if (BUSY.includes(code)) return 'busy';
  return fatal === true || AWAY.includes(code) ? 'away' : undefined;
}
