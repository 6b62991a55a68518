/** Why the database doesn't take what a statement says, however often it is told: its words are about the values. */
export type Refusal = 'taken' | 'too-long' | 'unfit';

interface DriverError {
  code?: string;
  sqlState?: string;
  driverError?: DriverError;
}

const TAKEN = ['ER_DUP_ENTRY'];
const TOO_LONG = ['ER_DATA_TOO_LONG', 'ER_NET_PACKET_TOO_LARGE', 'ER_TOO_BIG_ROWSIZE', 'ER_UNDO_RECORD_TOO_BIG'];
/** The classes of data exceptions, of broken constraints, and of what a trigger has signalled. */
const UNFIT = /^(22|23|45)/;
/** Of the same kind, by servers that file them under no class. */
const UNFIT_TOO = ['ER_TRUNCATED_WRONG_VALUE_FOR_FIELD', 'ER_CHECK_CONSTRAINT_VIOLATED'];

/** Undefined where it isn't the values: the database is in trouble, or the hub has asked for something that makes no sense. */
export function refusalOf(error: unknown): Refusal | undefined {
  const { driverError, code = '', sqlState = '' } = Object(error) as DriverError;
  if (driverError) return refusalOf(driverError);
  if (TAKEN.includes(code)) return 'taken';
  if (TOO_LONG.includes(code)) return 'too-long';
  return UNFIT.test(sqlState) || UNFIT_TOO.includes(code) ? 'unfit' : undefined;
}
