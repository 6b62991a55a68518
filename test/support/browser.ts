export interface Page {
  status: number;
  /** Where a redirect leads. */
  location: string | null;
  headers: Headers;
  text: string;
}

type Fields = Record<string, string>;

/** Asks like a browser without scripts: keeps cookies, sends forms with their token, does not follow redirects by itself. */
export class Browser {
  private readonly cookies = new Map<string, string>();

  constructor(private readonly url: string) {}

  get(path: string, headers: Record<string, string> = {}): Promise<Page> {
    return this.ask(path, { headers });
  }

  /** Sends a form as the page would: with the token of this session. */
  async post(path: string, fields: Fields = {}, method = 'POST'): Promise<Page> {
    return this.postRaw(path, { ...fields, _csrf: await this.token(), ...(method !== 'POST' && { _method: method }) });
  }

  patch(path: string, fields: Fields = {}): Promise<Page> {
    return this.post(path, fields, 'PATCH');
  }

  put(path: string, fields: Fields = {}): Promise<Page> {
    return this.post(path, fields, 'PUT');
  }

  delete(path: string, fields: Fields = {}): Promise<Page> {
    return this.post(path, fields, 'DELETE');
  }

  /** Sends exactly these fields, without a token. */
  postRaw(path: string, fields: Fields, headers: Record<string, string> = {}): Promise<Page> {
    return this.ask(path, { method: 'POST', body: new URLSearchParams(fields), headers });
  }

  async signIn(email: string, password: string): Promise<Page> {
    const page = await this.post('/sign-in', { email, password });
    if (page.status !== 303) throw new Error(`Could not sign in as ${email}: ${page.status}`);
    return page;
  }

  cookie(name: string): string | undefined {
    return this.cookies.get(name);
  }

  /** Any page with a form has the token. */
  private async token(): Promise<string> {
    for (const path of ['/sign-in', '/profile', '/welcome']) {
      const found = /name="_csrf" value="([^"]+)"/.exec((await this.get(path)).text)?.[1];
      if (found) return found;
    }
    throw new Error('No page shows a form');
  }

  private async ask(path: string, init: RequestInit): Promise<Page> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { accept: 'text/html', ...(cookie && { cookie }), ...(init.headers as Record<string, string>) };
    const response = await fetch(this.url + path, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) this.keep(line);
    // Handlebars writes `=` as an entity; a browser would read it back.
    const text = (await response.text()).replaceAll('&#x3D;', '=');
    return { status: response.status, location: response.headers.get('location'), headers: response.headers, text };
  }

  private keep(line: string): void {
    const [pair = ''] = line.split(';');
    const at = pair.indexOf('=');
    this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
  }
}
