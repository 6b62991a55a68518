import type { HttpRequest } from '../http.js';

/**
 * What may go wrong on the way. `drop before`: the request never arrives. `drop after`: the app has carried it out, but no answer
 * comes. `error after`: carried out, and answered 500. `too many`: refused with 429, not carried out. `expired`: refused with 401.
 */
export type FaultKind = 'drop before' | 'drop after' | 'error after' | 'too many' | 'expired';

/** Something that goes wrong, and with which requests. */
export interface Fault {
  kind: FaultKind;
  /** Which requests it strikes; those that aren't GET unless said. */
  when?: (request: HttpRequest) => boolean;
  /** How often; once unless said. */
  times?: number;
}

/** The faults still to come, in the order they were planned. */
export class Faults {
  private readonly planned: Required<Fault>[] = [];

  /** Plans a fault for the next request that it fits. */
  next(kind: FaultKind, options: Omit<Fault, 'kind'> = {}): void {
    const { when = (request) => (request.method ?? 'GET') !== 'GET', times = 1 } = options;
    this.planned.push({ kind, when, times });
  }

  /** Takes the fault that strikes this request, if any. */
  take(request: HttpRequest): FaultKind | undefined {
    const fault = this.planned.find((candidate) => candidate.times > 0 && candidate.when(request));
    if (fault) fault.times -= 1;
    return fault?.kind;
  }
}
