import type { Striker } from '../strike-out.js';

/** One request and what came of it, as the door saw it: secrets still in. */
export interface Sent {
  storeId: number;
  installationId: number;
  runId?: number;
  connectionId?: number;
  at: Date;
  ms: number;
  method: string;
  url: string;
  purpose?: string;
  requestHeaders: Record<string, string>;
  requestBody?: string;
  status?: number;
  answerHeaders?: Record<string, string>;
  answerBody?: string;
  /** The same as it came, where it came in UTF-8. */
  answerBytes?: Buffer;
  /** Why there is no trustworthy answer. */
  failure?: string;
  strike: Striker;
  /** Names of headers whose values are never kept. */
  hidden: ReadonlySet<string>;
}

/** A request and its answer as they are kept: secrets struck out. */
export interface Exchange {
  id: number;
  storeId: number;
  installationId: number;
  runId: number | null;
  connectionId: number | null;
  at: Date;
  ms: number;
  method: string;
  url: string;
  purpose: string | null;
  status: number | null;
  failure: string | null;
  request: KeptMessage;
  answer: KeptMessage | null;
}

export interface KeptMessage {
  headers: Record<string, string>;
  body: string;
  /** Bytes of the whole body; `body` may be only its beginning. */
  length: number;
  clipped: boolean;
}
