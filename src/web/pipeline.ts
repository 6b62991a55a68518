import { callbackify } from 'node:util';
import { type INestApplication, Injectable } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import express, { type NextFunction, type Request, type Response } from 'express';
import helmet from 'helmet';
import { Recognition } from '../accounts/recognition.js';
import { JustRead } from '../database/just-read.js';
import { requestLog } from '../logging/request-log.js';
import { Settings } from '../settings/settings.js';
import { Assets } from './assets.js';
import { csrfProtection } from './csrf.js';
import { Frame } from './frame.js';
import { MACHINE_DOOR } from './machine-door.js';
import { methodOverride } from './method-override.js';
import { Sessions } from './sessions.js';
import { ViewEngine } from './view-engine.js';

declare module 'express-session' {
  interface SessionData {
    /** When this person last had something written. */
    wroteAt?: number;
  }
}

/** What every request passes before it reaches a controller, in this order. */
@Injectable()
export class Pipeline {
  private readonly assets = new Assets();
  private readonly views = new ViewEngine(this.assets);

  constructor(
    private readonly settings: Settings,
    private readonly sessions: Sessions,
    private readonly recognition: Recognition,
    private readonly frame: Frame,
    private readonly justRead: JustRead,
  ) {}

  async lay(app: NestExpressApplication): Promise<void> {
    app.disable('x-powered-by');
    // No cache keeps a page, so nobody could ask whether it has changed.
    app.disable('etag');
    app.set('trust proxy', this.settings.trustProxy);
    app.set('query parser', 'simple');
    app.use(requestLog);
    if (!this.settings.roles.includes('web')) return void app.use(onlyHealth);
    app.use(this.securityHeaders());
    app.use('/assets', this.assets.serve);
    app.use(MACHINE_DOOR, express.raw({ type: () => true, limit: '1mb' }));
    await this.layForPeople(app);
  }

  /** Bodies are read before the form check, which looks into them; Nest's own parsers would come too late. */
  private async layForPeople(app: INestApplication): Promise<void> {
    const steps = [
      this.renderer(),
      // Names as they stand: no form here has lists within lists, and putting made-up ones together takes a second for a stranger's 100 KB.
      express.urlencoded({ extended: false, limit: '2mb', parameterLimit: 10_000 }),
      express.json({ limit: '1mb', reviver: wholeLetters }),
      someBody,
      this.secured(),
      // Who asks is read when all they ask is here: a body that is sent for minutes must not outlast the session it began with.
      await this.sessions.middleware(),
      ...this.recognition.middleware(),
      csrfProtection,
      methodOverride,
      this.readsOwnWrites(),
    ];
    for (const step of steps) {
      app.use((request: Request, response: Response, next: NextFunction) =>
        isMachineDoor(request) ? next() : step(request, response, next),
      );
    }
  }

  private get https(): boolean {
    return this.settings.publicUrl?.startsWith('https:') ?? false;
  }

  /** Where the hub's address is https its cookies go nowhere else, whether or not the proxy in front is believed about anything. */
  private secured() {
    return (request: Request, _response: Response, next: NextFunction): void => {
      if (this.https) Object.defineProperty(request, 'secure', { value: true });
      next();
    };
  }

  private securityHeaders() {
    return helmet({
      strictTransportSecurity: this.https,
      // Other hosts learn of no address here; whoever has to sign in again comes back to the page whose form it was.
      referrerPolicy: { policy: 'same-origin' },
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          'default-src': ["'none'"],
          'script-src': ["'self'"],
          'style-src': ["'self'"],
          'img-src': ["'self'", 'data:'],
          'font-src': ["'self'"],
          'connect-src': ["'self'"],
          'manifest-src': ["'self'"],
          'form-action': ["'self'"],
          'base-uri': ["'none'"],
          'frame-ancestors': ["'none'"],
        },
      },
    });
  }

  /** `response.render` puts a page into the frame; a redirect waits until the session is stored, or the next page might not know of it yet. */
  private renderer() {
    return (request: Request, response: Response, next: NextFunction): void => {
      const redirect = response.redirect.bind(response) as (status: number, url: string) => void;
      response.redirect = (...to: [string | number, (string | number)?]) => {
        const [status, url] = typeof to[0] === 'number' ? [to[0], String(to[1])] : [302, to[0]];
        if (!request.session) return redirect(status, url);
        if (request.method !== 'GET') request.session.wroteAt = Date.now();
        request.session.save((error) => (error ? next(error) : redirect(status, url)));
      };
      response.render = (view: string, data: object = {}) => {
        callbackify(() => this.page(request, response, view, data))((error) => error && next(error));
      };
      next();
    };
  }

  private readsOwnWrites() {
    return (request: Request, _response: Response, next: NextFunction): void => {
      this.justRead.after(request.session?.wroteAt, next);
    };
  }

  private async page(request: Request, response: Response, view: string, data: object): Promise<void> {
    const around = await this.frame.around(request);
    const all = { ...around, ...response.locals, ...data };
    const html = view.includes('/_') ? this.views.renderPartial(view, all) : this.views.render(view, all, around);
    // Pages show what belongs to one person, as it is now: no cache may keep them.
    response.setHeader('Cache-Control', 'no-store');
    response.type('html').send(html);
  }
}

/** JSON can spell half a letter, which no page, address or table takes. */
function wholeLetters(_: string, value: unknown): unknown {
  return typeof value === 'string' ? value.toWellFormed() : value;
}

/** What says nothing, or in a way that nobody here reads, is a form without fields: its page says which it needs. */
function someBody(request: Request, _response: Response, next: NextFunction): void {
  request.body ??= {};
  next();
}

function isMachineDoor({ path }: Request): boolean {
  return path === MACHINE_DOOR || path.startsWith(`${MACHINE_DOOR}/`);
}

function onlyHealth(request: Request, response: Response, next: NextFunction): void {
  if (request.path === '/health') next();
  else response.status(404).json({ status: 404, message: 'This process shows no pages' });
}
