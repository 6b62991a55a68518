import type { Readable, Writable } from 'node:stream';
import { deserialize, serialize } from 'node:v8';

// Not node's own channel between processes: what can't be read there is thrown where nobody can catch it, and ends the hub; and it
// collects whatever length the other side announces.

/** The file descriptor of the pipe in a plugin's process. */
export const PIPE = 3;

/** Bytes of the longest message that a plugin may send. Once read, a made-up one may take eighty times as much. */
export const MESSAGE_AT_MOST = 16 * 1024 * 1024;

const HEAD = 4;

/** Writes a value behind its length. Ends when the system has taken it, or when the pipe is gone: its reader says so. */
export async function writeFrame(pipe: Writable, value: unknown, atMost = Number.POSITIVE_INFINITY): Promise<void> {
  const body = serialize(value);
  if (body.length > atMost) throw new Error(`A message of ${body.length} bytes is too long: it may have ${atMost}.`);
  const head = Buffer.allocUnsafe(HEAD);
  head.writeUInt32BE(body.length);
  await new Promise<void>((resolve) => {
    pipe.cork();
    pipe.write(head);
    pipe.write(body, () => resolve());
    pipe.uncork();
  });
}

export interface FrameReader {
  /** The longest that is taken, in bytes. */
  atMost: number;
  take(value: unknown, bytes: number): void;
  /** Whatever comes may be made up: what is longer, or can't be read, is refused, and the pipe is of no more use. */
  refuse(why: string): void;
}

export function readFrames(pipe: Readable, { atMost, take, refuse }: FrameReader): void {
  const head = Buffer.alloc(HEAD);
  let part = head;
  let filled = 0;

  const begin = (length: number): void => {
    if (length > atMost) refuse(`announced a message of ${length} bytes; the longest may have ${atMost}`);
    else part = Buffer.allocUnsafe(length);
  };
  const finish = (body: Buffer): void => {
    part = head;
    const read = valueIn(body);
    if (read) take(read.value, body.length);
    else refuse('sent something that is no message');
  };

  pipe.on('data', (chunk: Buffer) => {
    for (let at = 0; at < chunk.length && !pipe.destroyed; ) {
      const copied = chunk.copy(part, filled, at);
      at += copied;
      filled += copied;
      if (filled < part.length) continue;
      filled = 0;
      if (part === head) begin(head.readUInt32BE());
      else finish(part);
    }
  });
}

function valueIn(body: Buffer): { value: unknown } | undefined {
  try {
    return { value: deserialize(body) };
  } catch {
    return undefined;
  }
}
