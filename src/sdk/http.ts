/** No request is waited for any longer, in milliseconds. */
export const LONGEST_TIMEOUT = 60_000;

/** One request to the connected app. The host adds credentials and signs; a plugin never sees them. */
export interface HttpRequest {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the connection's base address (`Products/1`), or a full address on one of the plugin's declared hosts. */
  path: string;
  /** Written in this order, percent-encoded once; what is signed is byte for byte what is sent. */
  query?: Record<string, string | number | boolean | undefined>;
  headers?: Record<string, string>;
  /** Sent as JSON. */
  json?: unknown;
  /** Sent as it is; give its `content-type` in `headers`. */
  body?: string;
  /** Milliseconds until the host gives up waiting; 30,000 unless said, 60,000 at most. */
  timeout?: number;
  /** Harmless to send twice. What only reads is unless said otherwise; such requests are repeated by the host when no answer comes. */
  repeatable?: boolean;
  /** Changes nothing over there, whatever its method: some apps are asked by POST. A preview may send it. */
  reads?: boolean;
  /** What a person reads in the log beside the request: 'Create the sales order'. */
  purpose?: string;
}

/** What the app answered. Bodies over 16 MB are refused with `NoAnswer`. */
export interface HttpAnswer {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: string;
  /** Where the log keeps this request and answer, secrets struck out; 0 in a preview. */
  exchange: number;
}

/**
 * The outbound door. Enforces the declared hosts, the app's limits and time-outs, waits out `429` by `Retry-After`.
 * Throws `NoAnswer`, and `TryLater` when the app keeps refusing for its limits. Any other answer, 4xx too, is returned.
 */
export interface Http {
  send(request: HttpRequest): Promise<HttpAnswer>;
}
