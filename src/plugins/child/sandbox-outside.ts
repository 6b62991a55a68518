import { fieldsLike, flag, listOf, namesTo, number, optional, problemsOf, text } from '../../sdk/checking/index.js';
import type { Sandbox, SandboxOptions } from '../../sdk/index.js';
import { type PlainRequest, plainRequest, requestOf, responseOf } from './plain-http.js';
import type { AskedSandbox, SandboxView } from './sandbox-inside.js';

const LONGEST = 32 * 1024 * 1024;

const view = fieldsLike({
  credentials: namesTo(text(10_000)),
  oauthClient: optional(fieldsLike({ id: text(500), secret: text(500) })),
  agrees: flag,
  revision: number,
});
const asked = optional(
  fieldsLike({
    view,
    response: fieldsLike({ status: number, headers: listOf(listOf(text(), 2), 200), body: text(LONGEST) }),
  }),
);

export type AskProcess = (method: 'openSandbox' | 'askSandbox', ...args: unknown[]) => Promise<unknown>;

/** The host's end of the sandboxes in a plugin's own process. */
export class SandboxesOutside {
  private readonly notified = new Map<number, NonNullable<SandboxOptions['notify']>>();
  private lastId = 0;

  constructor(private readonly ask: AskProcess) {}

  async open(options: SandboxOptions): Promise<Sandbox> {
    const id = ++this.lastId;
    const { now, notify, ...plain } = options;
    if (notify) this.notified.set(id, notify);
    const openFrom = async (state: unknown): Promise<SandboxView> =>
      believed(
        view,
        await this.ask('openSandbox', id, { ...plain, state, now: now?.(), notifies: notify !== undefined }),
      );

    let kept = await openFrom(options.state);
    const keep = (latest: SandboxView) => {
      kept = { ...latest, snapshot: latest.snapshot ?? kept.snapshot };
    };
    const askOnce = async (request: PlainRequest, as: 'handle' | 'agree') =>
      believed<AskedSandbox | undefined>(asked, await this.ask('askSandbox', id, request, now?.(), as));
    const askAs = (as: 'handle' | 'agree') => async (request: Request) => {
      const plainly = await plainRequest(request);
      let answer = await askOnce(plainly, as);
      if (!answer) {
        // The process was started anew: it goes on from what was last known.
        keep(await openFrom(kept.snapshot));
        answer = await askOnce(plainly, as);
      }
      if (!answer) throw new Error('The sandbox is gone');
      keep(answer.view);
      return responseOf(answer.response);
    };

    return {
      credentials: kept.credentials,
      oauthClient: kept.oauthClient,
      agree: kept.agrees ? askAs('agree') : undefined,
      get revision() {
        return kept.revision;
      },
      snapshot: () => kept.snapshot,
      handle: askAs('handle'),
    };
  }

  async notify(id: number, request: PlainRequest): Promise<void> {
    await this.notified.get(id)?.(requestOf(request));
  }
}

function believed<T>(outline: Parameters<typeof problemsOf>[0], said: unknown): T {
  const [first] = problemsOf(outline, said);
  if (first) throw new Error(`The sandbox's answer (${first.field}) ${first.problem}`);
  return said as T;
}
