/** A notification as it came in, body untouched. */
export interface Notification {
  /** Names in lower case. */
  headers: Record<string, string>;
  body: string;
}

/** What a notification means: pulls that should happen sooner. */
export interface Webhook {
  /** Part of the address the app is told to call. */
  id: string;
  title: string;
  /** Where in the app it is switched on, in words. */
  help: string;
  /** Refused with 401 unless this holds; compared in constant time by the host. `equals` and `key` name credential fields. */
  verify:
    | { header: string; equals: string }
    | { header: string; hmac: 'sha256'; key: string; encoding: 'base64' | 'hex' };
  /** Names one event, so that a repeated one is ignored. Pure. */
  eventId(notification: Notification): string;
  /** The import tasks to run now. Pure. */
  wakes(notification: Notification): string[];
}
