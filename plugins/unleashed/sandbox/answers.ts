/** What goes back over the wire: text that is ready to send. */
export interface Answer {
  status: number;
  text: string;
  type?: string;
}

/** One line of the app's list of what is wrong with a posted record. */
export interface Problem {
  Field: string;
  Description: string;
  ErrorCode: string;
  DebugInformation: string | null;
}

/** The app says no. Thrown before anything is changed, and answered by the door. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly body: { Message: string } | { Description: string } | Problem[],
  ) {
    super(JSON.stringify(body));
  }
}

export const ok = (record: unknown): Answer => ({ status: 200, text: JSON.stringify(record) });

export const created = (record: unknown): Answer => ({ status: 201, text: JSON.stringify(record) });

export const notFound = (what: string): Refusal => new Refusal(404, { Message: `${what} was not found.` });

export const refused = (description: string): Refusal => new Refusal(400, { Description: description });

/** The record under a guid of the path, or the app's 404. */
export function found<T>(record: T | undefined, what: string): T {
  if (record === undefined) throw notFound(what);
  return record;
}
