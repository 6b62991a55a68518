import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** A mail server on a real socket, which keeps what it takes. */
export class Mailbox {
  readonly mails: { to: string[]; text: string }[] = [];
  /** The next ones are turned away with this code. */
  refusals: number[] = [];

  private constructor(
    private readonly server: SMTPServer,
    readonly url: string,
  ) {}

  static async open(): Promise<Mailbox> {
    let box: Mailbox | undefined;
    const server = new SMTPServer({
      disabledCommands: ['STARTTLS'],
      onAuth: ({ username, password }, _, done) =>
        username === 'hub' && password === 'secret' ? done(null, { user: 'hub' }) : done(new Error('No')),
      onData: (stream, { envelope }, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const responseCode = box!.refusals.shift();
          if (responseCode) return done(Object.assign(new Error('Not now'), { responseCode }));
          const text = Buffer.concat(chunks).toString('utf8').replaceAll('=\r\n', '').replaceAll('=3D', '=');
          box!.mails.push({ to: envelope.rcptTo.map(({ address }) => address), text });
          done();
        });
      },
    });
    server.listen(0, '127.0.0.1');
    await once(server.server, 'listening');
    const { port } = server.server.address() as AddressInfo;
    box = new Mailbox(server, `smtp://hub:secret@127.0.0.1:${port}`);
    return box;
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}
