/** A notification as it came in, body untouched. */
export interface Notification {
  /** Names in lower case. */
  headers: Record<string, string>;
  body: string;
}

/** How a signature over the body is written: the whole of one header, nothing before or behind it. */
export interface Signature {
  header: string;
  hmac: 'sha256';
  encoding: 'base64' | 'hex';
  /**
   * The header with the moment of sending, in seconds since 1970. Then `{timestamp}.{body}` is what is signed, and what is
   * older than five minutes is refused.
   */
  timestamp?: string;
}

interface Declared {
  /** Part of the address the app is told to call. */
  id: string;
  title: string;
  /** Where in the app it is switched on, in words. */
  help: string;
}

/** What a notification means: pulls that should happen sooner. Each connection has an address of its own. */
export interface ConnectionWebhook extends Declared {
  appWide?: false;
  /** Refused with 401 unless this holds; compared in constant time by the host. `equals` and `key` name credential fields. */
  verify: { header: string; equals: string } | (Signature & { key: string });
  /** Names one event, so that a repeated one is ignored; at most 191 characters. Pure. */
  eventId(notification: Notification): string;
  /** The import tasks to run now; none for a body that says nothing of use, or can't be read. Pure. */
  wakes(notification: Notification): string[];
}

/** One of the events that a notification for everybody carries. */
export interface TenantEvent {
  /** The tenant's key, as the connection knows it. */
  tenant: string;
  /** Names one event of this tenant, so that a repeated one is ignored. */
  eventId: string;
  /** The import tasks to run now. */
  wakes: string[];
}

/**
 * A notification that the app sends to one address for all its customers. The host finds the connections by tenant; the key is
 * a setting of whoever runs the hub.
 */
export interface AppWebhook extends Declared {
  appWide: true;
  /** Refused with 401 unless this holds, empty notifications included: some apps test an address by signing wrongly. */
  verify: Signature;
  /** What is in it; an empty list is fine. Pure. */
  events(notification: Notification): TenantEvent[];
}

/** A notification that the app sends: to an address for each connection, or to one for all of them. */
export type Webhook = ConnectionWebhook | AppWebhook;
