import { createHmac } from 'node:crypto';
import { Refusal } from './answers.js';

export interface DoorRules {
  credentials: { id: string; key: string };
  quota?: { requests: number; status?: number };
  concurrency?: number;
  now: () => number;
}

const JSON_TYPE = 'application/json';

/** What a request must pass before anything is read: who asks, in which format, and how often. */
export class Door {
  private inside = 0;
  private month = '';
  private used = 0;

  constructor(private readonly rules: DoorRules) {}

  /** Runs one request inside the door, or refuses it there. */
  async pass<T>(request: Request, serve: () => Promise<T>): Promise<T> {
    const { concurrency = Number.POSITIVE_INFINITY } = this.rules;
    if (this.inside >= concurrency) throw new Refusal(429, { Message: `More than ${concurrency} requests at a time.` });
    this.inside += 1;
    try {
      this.checkSignature(request);
      this.checkQuota();
      checkFormats(request);
      return await serve();
    } finally {
      this.inside -= 1;
    }
  }

  private checkSignature(request: Request): void {
    const { id, key } = this.rules.credentials;
    const signature = createHmac('sha256', key).update(rawQuery(request.url)).digest('base64');
    const { headers } = request;
    if (headers.get('api-auth-id') === id && headers.get('api-auth-signature') === signature) return;
    throw new Refusal(403, { Description: 'Forbidden: the API id or the signature is wrong.' });
  }

  private checkQuota(): void {
    const { quota, now } = this.rules;
    if (!quota) return;
    const month = new Date(now()).toISOString().slice(0, 7);
    if (month !== this.month) [this.month, this.used] = [month, 0];
    this.used += 1;
    if (this.used <= quota.requests) return;
    const Message = `The monthly quota of ${quota.requests} API requests is used up until the 1st of next month (UTC).`;
    throw new Refusal(quota.status ?? 403, { Message });
  }
}

/** The query exactly as it was sent: what is signed must not be decoded or put in another order. */
export const rawQuery = (url: string): string => /\?([^#]*)/.exec(url)?.[1] ?? '';

function checkFormats(request: Request): void {
  if (!request.headers.get('accept')?.includes(JSON_TYPE)) {
    throw new Refusal(406, { Message: `Accept must be ${JSON_TYPE}; XML is not spoken here.` });
  }
  const sends = request.headers.get('content-type');
  const mustSay = request.method === 'POST' || request.method === 'PUT';
  if (sends === null ? mustSay : !sends.includes(JSON_TYPE)) {
    throw new Refusal(415, { Message: `Content-Type must be ${JSON_TYPE}.` });
  }
}
