import type { Plugin } from '../plugin.js';
import { contextOf } from './facts.js';
import type { Call, HostCalls } from './protocol.js';

type CallContext = ReturnType<typeof contextOf> & { api: unknown };

/** The calls in which a plugin may reach out to its app. Each can be broken off. */
export class CallsUnderWay {
  private readonly calls = new Map<number, AbortController>();

  constructor(
    private readonly plugin: Plugin,
    private readonly host: HostCalls,
  ) {}

  /** Runs `work` with the context of a call, which ends with it. */
  async during<T>(
    call: Call,
    work: (ctx: CallContext) => Promise<T>,
    onExchange: (exchange: number) => void = () => undefined,
  ): Promise<T> {
    const abort = new AbortController();
    this.calls.set(call.id, abort);
    try {
      const ctx = contextOf(call, this.host, abort.signal, onExchange);
      return await work({ ...ctx, api: this.plugin.client?.(ctx.http, ctx) });
    } finally {
      this.calls.delete(call.id);
    }
  }

  abort(id: number): void {
    this.calls.get(id)?.abort();
  }
}
