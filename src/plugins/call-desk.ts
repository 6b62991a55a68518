import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.js';
import { troubleOf } from '../database/trouble.js';
import type { HttpAnswer, HttpRequest } from '../sdk/index.js';
import type { Call, Facts, HostCalls, MappedPage, OwedPage, PluginCalls, StatedPage } from '../sdk/runtime/index.js';
import { checkAsked, owedOutline, pageOutline, requestOutline, statedOutline } from './answers.js';
import { readableRows } from './stated-rows.js';

export type LogDetails = Record<string, string | number | boolean | null>;

/** The host's side of one call: what the plugin may ask for while it lasts. */
export interface CallHandlers {
  http(request: HttpRequest): Promise<HttpAnswer>;
  page?(page: MappedPage): Promise<void>;
  stated?(page: StatedPage): Promise<void>;
  owed?(task: string, after: number): Promise<OwedPage>;
  log?(message: string, details?: LogDetails): void | Promise<void>;
  /** Aborts the plugin's side; what it asks for afterwards is refused with the reason. */
  signal?: AbortSignal;
}

interface OpenCall {
  handlers: CallHandlers;
  /** Who works on it, once a plugin has been called with it. */
  holder?: { plugin: string; calls: PluginCalls };
  /** Why the hub's own database failed at what the plugin asked for. Coming back through the plugin it would pass for the plugin's error. */
  trouble?: unknown;
}

// A plugin that was told to stop has this long to do so. Then its call is given up and its late messages meet a closed door.
const GRACE = 5_000;

/** Ties what a plugin asks of the host to the work it was called for. */
@Injectable()
export class CallDesk implements HostCalls {
  private readonly open = new Map<number, OpenCall>();
  private lastId = 0;

  constructor(private readonly clock: Clock) {}

  /** Opens a call for the time of `work`, which passes it to one of a plugin's functions. */
  async during<T>(handlers: CallHandlers, facts: Facts, work: (call: Call) => Promise<T>): Promise<T> {
    const { signal } = handlers;
    signal?.throwIfAborted();
    const id = ++this.lastId;
    const opened: OpenCall = { handlers };
    this.open.set(id, opened);
    const done = new AbortController();
    try {
      const working = work({ id, facts });
      return await (signal ? Promise.race([working, this.givenUp(id, opened, signal, done.signal)]) : working);
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      throw opened.trouble ?? error;
    } finally {
      this.open.delete(id);
      done.abort();
    }
  }

  /** Notes who works on a call: only that plugin may ask for things in its name. */
  hold(id: number, plugin: string, calls: PluginCalls): void {
    const opened = this.open.get(id);
    if (!opened) throw new Error(`Call ${id} has ended`);
    opened.holder = { plugin, calls };
  }

  /** The desk as one plugin sees it. */
  for(plugin: string): HostCalls {
    const own = (id: number): void => {
      if (this.open.get(id)?.holder?.plugin !== plugin) throw new Error(`Call ${id} has ended`);
    };
    return {
      http: async (id, request) => {
        own(id);
        checkAsked(plugin, 'the request', requestOutline, request);
        return this.http(id, request);
      },
      page: async (id, page) => {
        own(id);
        checkAsked(plugin, 'the page', pageOutline, page);
        return this.page(id, page);
      },
      stated: async (id, page) => {
        own(id);
        checkAsked(plugin, 'the statement', statedOutline, page);
        return this.stated(id, readableRows(plugin, page));
      },
      owed: async (id, task, after) => {
        own(id);
        checkAsked(plugin, 'the question', owedOutline, { task, after });
        return this.owed(id, task, after);
      },
      log: async (id, message, details) => {
        own(id);
        return this.log(id, message, details);
      },
    };
  }

  async http(id: number, request: HttpRequest): Promise<HttpAnswer> {
    return this.noting(id, () => this.handlers(id).http(request));
  }

  async page(id: number, page: MappedPage): Promise<void> {
    const { page: take } = this.handlers(id);
    if (!take) throw new Error('This call takes no pages');
    await this.noting(id, () => take(page));
  }

  async stated(id: number, page: StatedPage): Promise<void> {
    const { stated: take } = this.handlers(id);
    if (!take) throw new Error('This call takes no statement');
    await this.noting(id, () => take(page));
  }

  async owed(id: number, task: string, after: number): Promise<OwedPage> {
    const { owed } = this.handlers(id);
    if (!owed) throw new Error('This call is told of no exports');
    return this.noting(id, () => owed(task, after));
  }

  async log(id: number, message: string, details?: LogDetails): Promise<void> {
    await this.handlers(id).log?.(message, details);
  }

  private async noting<T>(id: number, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const opened = this.open.get(id);
      if (opened && troubleOf(error)) opened.trouble = error;
      throw error;
    }
  }

  private handlers(id: number): CallHandlers {
    const opened = this.open.get(id);
    if (!opened) throw new Error(`Call ${id} has ended`);
    opened.handlers.signal?.throwIfAborted();
    return opened.handlers;
  }

  /** Tells the plugin to stop when the signal aborts, and rejects when it doesn't. Never resolves. */
  private givenUp(id: number, opened: OpenCall, signal: AbortSignal, done: AbortSignal): Promise<never> {
    return new Promise((_, reject) => {
      const stop = () => {
        // A plugin whose process is gone can't be told, and needn't.
        opened.holder?.calls.abort(id).catch(() => undefined);
        this.clock.sleep(GRACE, done).then(
          () => reject(signal.reason),
          () => undefined,
        );
      };
      signal.addEventListener('abort', stop, { once: true, signal: done });
    });
  }
}
