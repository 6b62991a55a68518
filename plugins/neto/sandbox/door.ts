import { actions } from './actions.js';
import { type Answer, collapse, envelope } from './envelope.js';
import { RateLimit } from './rate-limit.js';
import { Refusal } from './refusal.js';
import type { Shop } from './shop.js';
import { type Given, own } from './wire.js';
import { toXml } from './xml.js';
import { readXml } from './xml-reading.js';

export interface DoorOptions {
  username: string;
  key: string;
  quirks: boolean;
  maxLimit: number;
  requestsPerMinute: number;
  retryAfter: boolean;
}

/** The store's only API address: POST /do/WS/NetoAPI. Business errors stay HTTP 200, a wrong key among them. */
export class Door {
  private readonly actions: ReturnType<typeof actions>;
  private readonly limit: RateLimit;

  constructor(
    private readonly shop: Shop,
    private readonly options: DoorOptions,
  ) {
    this.actions = actions(shop, options.maxLimit);
    this.limit = new RateLimit(options.requestsPerMinute, options.retryAfter);
  }

  async answer(request: Request): Promise<Response> {
    const { clock } = this.shop;
    const refused = this.limit.refuse(clock.now());
    if (refused) return refused;
    const name = request.headers.get('NETOAPI_ACTION') ?? '';
    const whole = envelope(await this.act(name, request), clock.local(clock.now()));
    if (!/\bjson\b/i.test(request.headers.get('accept') ?? '')) {
      const root = own(this.actions, name) ? `${name}Response` : 'Response';
      return new Response(toXml(root, whole), { headers: { 'content-type': 'text/xml; charset=utf-8' } });
    }
    return Response.json(this.options.quirks ? collapse(whole) : whole);
  }

  private async act(name: string, request: Request): Promise<Answer> {
    const action = own(this.actions, name);
    if (!this.mayEnter(request.headers)) return refusal('Authentication Error: the API key is not valid');
    if (!action) return refusal(`API Error: unknown NETOAPI_ACTION '${name}'`);
    const text = await request.text();
    const isXml = text.trimStart().startsWith('<');
    const body = isXml ? readXml(text) : parsed(text);
    if (!body) return refusal(isXml ? 'XML Error' : 'JSON Error');
    try {
      return action(body);
    } catch (error) {
      if (error instanceof Refusal) return refusal(error.message);
      throw error;
    }
  }

  /** The key opens. A username is only asked for of those who give one, as with the store's global key. */
  private mayEnter(headers: Headers): boolean {
    const username = headers.get('NETOAPI_USERNAME');
    return headers.get('NETOAPI_KEY') === this.options.key && (!username || username === this.options.username);
  }
}

function refusal(message: string): Answer {
  return { body: {}, errors: [message] };
}

function parsed(text: string): Given | undefined {
  if (text.trim() === '') return {};
  try {
    const body: unknown = JSON.parse(text);
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as Given) : undefined;
  } catch {
    // Whatever was wrong with it, the store has but two words for it.
    return undefined;
  }
}
