import type { Clock } from '../clock/clock.js';
import type { DocumentManifest, StateManifest } from '../sdk/host/index.js';
import type { HttpAnswer, HttpRequest, Reconnect } from '../sdk/index.js';
import type { Facts } from '../sdk/runtime/index.js';
import type { RunInProgress } from '../tasks/run-in-progress.js';
import type { Household } from './parents/parents.js';
import type { TaskKey } from './shipments.store.js';

/** Documents are created once, states kept equal. */
export type ExportTask = DocumentManifest | StateManifest;
export type DocumentRun = ExportRun<DocumentManifest>;
export type StateRun = ExportRun<StateManifest>;

/** What an export carries through one run. */
export interface ExportRun<Task extends ExportTask = ExportTask> {
  run: RunInProgress<Task>;
  key: TaskKey;
  connectionId: number;
  facts: Facts;
  clock: Clock;
  /** Milliseconds that an unanswered request may still be carried out. */
  settle: number;
  http: (request: HttpRequest) => Promise<HttpAnswer>;
  /** References that are being written ahead at this moment. */
  claimed: Set<string>;
  /** Records that are looked at again as soon as what is on its way of them is finished. */
  unfinished: Set<number>;
  /** Records of which the database takes nothing at all: not even that a person is asked about them. */
  unwritten: Set<number>;
  /** What a first export still takes in, behind everything that it has taken in so far. */
  comingIn?: Promise<void>;
  /** Set when the app no longer accepts our credentials: nothing more is sent, and the run ends with it. */
  reconnect?: Reconnect;
}

/** Whose parents are asked about. */
export const householdOf = ({ run: { plugin }, key, facts, connectionId }: ExportRun): Household => ({
  key,
  plugin,
  facts,
  connectionId,
});

/** Whether another export's records may wait for those of this one. */
export const hasChildren = ({ plugin, task }: Pick<RunInProgress, 'plugin' | 'task'>): boolean =>
  plugin.manifest.tasks.some((other) => other.direction === 'out' && other.follows.includes(task.id));

/** What left through the door while one call lasted. */
export interface DoorWatch {
  http: ExportRun['http'];
  /** A request that changes something left and was not turned away. */
  readonly mayHaveLanded: boolean;
  /** The last request's place in the log. */
  exchange: number | null;
}

/** Watches the door during one call, so that what may have landed is known even when the plugin throws. */
export function watchDoor({ http, run: { signal } }: Pick<ExportRun, 'http' | 'run'>): DoorWatch {
  // Counted, for several may be under way at the same time: one that is turned away says nothing of another.
  let gone = 0;
  const watch = {
    get mayHaveLanded() {
      return gone > 0;
    },
    exchange: null as number | null,
    async http(request: HttpRequest) {
      const changes = (request.method ?? 'GET') !== 'GET' && !request.repeatable && !request.reads;
      if (changes) gone++;
      try {
        const answer = await http(request);
        watch.exchange = answer.exchange || watch.exchange;
        if (changes && isRefusal(answer.status)) gone--;
        return answer;
      } catch (error) {
        // The door throws TryLater, and why a run was stopped, only for a request that the app turned away, or that never left.
        const stayed =
          (error instanceof Error && error.name === 'TryLater') || (signal.aborted && error === signal.reason);
        if (changes && stayed) gone--;
        throw error;
      }
    },
  };
  return watch;
}

/** The app looked at the request and did nothing: it said so itself. */
const isRefusal = (status: number) => status >= 400 && status < 500 && status !== 408;
