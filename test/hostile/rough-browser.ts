import type { Browser, Page } from '../support/browser.js';
import type { Hub } from '../support/hub.js';

export type Answer = Pick<Page, 'status' | 'location' | 'text'> & { type: string };

export const FORM = 'application/x-www-form-urlencoded';

const PATIENCE = 10_000;

/** Asks in ways that no browser would, with the session of somebody who has signed in. */
export class RoughBrowser {
  private constructor(
    private readonly hub: Hub,
    private readonly browser: Browser,
    private readonly token: string,
  ) {}

  static async of(hub: Hub, browser: Browser): Promise<RoughBrowser> {
    const { text } = await browser.get('/profile');
    return new RoughBrowser(hub, browser, /name="_csrf" value="([^"]+)"/.exec(text)![1]!);
  }

  get(path: string, accept = 'text/html'): Promise<Answer> {
    return this.ask(path, { headers: { accept } });
  }

  /** The token goes in a header, so that the body may be anything. */
  send(method: string, path: string, body: string | Uint8Array | undefined, type: string): Promise<Answer> {
    return this.ask(path, {
      method,
      body: body as RequestInit['body'],
      headers: { accept: 'text/html', 'content-type': type },
    });
  }

  private async ask(path: string, init: RequestInit): Promise<Answer> {
    const response = await fetch(this.hub.url + path, {
      ...init,
      headers: {
        ...(init.headers as Record<string, string>),
        cookie: `patchbay=${this.browser.cookie('patchbay')}`,
        'x-csrf-token': this.token,
      },
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE),
    });
    return {
      status: response.status,
      location: response.headers.get('location'),
      type: response.headers.get('content-type') ?? '',
      text: await response.text(),
    };
  }
}
