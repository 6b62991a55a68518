import type { Duplex } from 'node:stream';
import { isObject } from '../../sdk/checking/index.js';
import { Channel, type Message, type Question } from './channel.js';
import { MESSAGE_AT_MOST, readFrames, writeFrame } from './frames.js';
import { isPlain } from './plain-data.js';

const ASKING_AT_ONCE = 200;
// A process that has ended has closed its pipe too, and what its end says of it tells more.
const HUNG_UP = 1_000;

export type HostFunctions = Record<
  'http' | 'page' | 'stated' | 'owed' | 'log' | 'notify',
  (...args: never[]) => Promise<unknown>
>;

/** The hub's end of the pipe to a plugin's process. It believes nothing: what the SDK would not send is refused. */
export class HostEnd {
  /** Messages both ways, for those who count. */
  readonly traffic = { sent: 0, received: 0 };
  private readonly channel: Channel;
  /** The numbers of the questions that the plugin has not been answered yet, and what these weigh together. */
  private readonly open = new Set<number>();
  private openBytes = 0;

  constructor(
    private readonly pipe: Duplex,
    functions: HostFunctions,
    private readonly refuse: (why: string) => void,
  ) {
    this.channel = new Channel(functions, (message) => {
      this.traffic.sent += 1;
      return writeFrame(pipe, message);
    });
    readFrames(pipe, { atMost: MESSAGE_AT_MOST, take: (value, bytes) => this.take(value, bytes), refuse });
    // An error is followed by the end, which is what matters.
    pipe.on('error', () => undefined);
    pipe.on('close', () => setTimeout(refuse, HUNG_UP, 'hung up').unref());
  }

  ask(method: string, ...args: unknown[]): Promise<unknown> {
    return this.channel.ask(method, ...args);
  }

  /** Whoever still waits for an answer gets this error. */
  close(error: Error): void {
    this.pipe.destroy();
    this.channel.close(error);
  }

  private take(message: unknown, bytes: number): void {
    this.traffic.received += 1;
    if (!isPlain(message, MESSAGE_AT_MOST) || !isMessage(message)) this.refuse('sent something that is no message');
    else if ('ask' in message) this.hear(message, bytes);
    else if (!this.channel.accept(message)) this.refuse('sent an answer to what nobody had asked');
  }

  private hear(question: Question, bytes: number): void {
    const { id } = question;
    if (this.open.has(id)) this.refuse('sent two questions of the same number');
    else if (this.open.size >= ASKING_AT_ONCE) this.refuse(`asked for more than ${ASKING_AT_ONCE} things at once`);
    else {
      this.count(id, bytes);
      // Open until the answer has left: one who asks and never listens must not fill the hub with answers.
      this.channel.hear(question).finally(() => this.discount(id, bytes));
    }
  }

  private count(id: number, bytes: number): void {
    this.open.add(id);
    this.openBytes += bytes;
    // The rest waits over there, in the plugin's own memory.
    if (this.openBytes > MESSAGE_AT_MOST) this.pipe.pause();
  }

  private discount(id: number, bytes: number): void {
    this.open.delete(id);
    this.openBytes -= bytes;
    if (this.openBytes <= MESSAGE_AT_MOST) this.pipe.resume();
  }
}

function isMessage(value: unknown): value is Message {
  if (!isObject(value) || !Number.isSafeInteger(value.id)) return false;
  if ('ask' in value) return typeof value.ask === 'string' && Array.isArray(value.args);
  return 'answer' in value || 'error' in value;
}
