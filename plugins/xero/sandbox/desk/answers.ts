/** What goes back over the wire: text that is ready to send. */
export interface Answer {
  status: number;
  text: string;
  type?: string;
  headers?: Record<string, string>;
}

const JSON_TYPE = 'application/json; charset=utf-8';

export const json = (body: unknown, status = 200): Answer => ({ status, text: JSON.stringify(body), type: JSON_TYPE });

export const nothing = (status = 204): Answer => ({ status, text: '' });

/** The app says no to the whole request. Thrown before anything is kept, and answered by the door. */
export class Refusal extends Error {
  constructor(readonly answer: Answer) {
    super(answer.text);
  }
}

/** What is wrong with one element: the texts merchants meet. */
export class Invalid extends Error {
  constructor(readonly messages: readonly string[]) {
    super(messages.join(' '));
  }
}

/** The accounting API's refusal of a whole request. */
export const refused = (status: number, Type: string, Message: string, ErrorNumber = 0): Refusal =>
  new Refusal(json({ ErrorNumber, Type, Message }, status));

/** A body that is no JSON, or a value of the wrong kind. */
export const badData = (message: string): Refusal => refused(400, 'PostDataInvalidException', message, 17);

/** A filter the app cannot follow. */
export const badQuery = (message: string): Refusal => refused(400, 'QueryParseException', message, 16);

export const notFound = (): Refusal =>
  refused(404, 'NotFoundException', 'The document with the supplied id was not found for this endpoint.', 404);

/** A request that got no further than the gateway is answered in the gateway's own words. */
export const turnedAway = (status: 401 | 403, Detail: string): Refusal =>
  new Refusal(
    json({ Type: null, Title: status === 401 ? 'Unauthorized' : 'Forbidden', Status: status, Detail }, status),
  );

/** The record an id of the path names, or the app's 404. */
export function found<T>(record: T | undefined): T {
  if (record === undefined) throw notFound();
  return record;
}
