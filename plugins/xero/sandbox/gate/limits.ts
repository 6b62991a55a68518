import { json, Refusal } from '../desk/answers.js';

export interface LimitRules {
  concurrent: number;
  perMinute: number;
  perDay: number;
  appPerMinute: number;
}

/** What the app allows unless told otherwise. */
export const REAL_LIMITS: LimitRules = { concurrent: 5, perMinute: 60, perDay: 5000, appPerMinute: 10_000 };

export const NO_LIMITS: LimitRules = {
  concurrent: Number.POSITIVE_INFINITY,
  perMinute: Number.POSITIVE_INFINITY,
  perDay: Number.POSITIVE_INFINITY,
  appPerMinute: Number.POSITIVE_INFINITY,
};

const MINUTE = 60_000;
const DAY = 86_400_000;

/** So many in any stretch of a minute. */
class Window {
  private readonly times: number[] = [];
  private from = 0;

  constructor(private readonly most: number) {}

  left(now: number): number {
    while (this.from < this.times.length && this.times[this.from]! <= now - MINUTE) this.from += 1;
    if (this.from > 1024) {
      this.times.splice(0, this.from);
      this.from = 0;
    }
    return this.most - (this.times.length - this.from);
  }

  take(now: number): void {
    if (Number.isFinite(this.most)) this.times.push(now);
  }

  wait(now: number): number {
    return (this.times[this.from] ?? now) + MINUTE - now;
  }
}

interface Tenant {
  minute: Window;
  day: { began: number; used: number };
  inside: number;
}

/** Counts the requests of each app to each organisation, and all of an app together. */
export class Limits {
  private readonly tenants = new Map<string, Tenant>();
  private readonly apps = new Map<string, Window>();

  constructor(
    private rules: LimitRules,
    private readonly now: () => number,
  ) {}

  /** Other rules from now on, and nothing used of them. */
  change(rules: LimitRules): void {
    this.rules = rules;
    this.tenants.clear();
    this.apps.clear();
  }

  /** Lets one request in, or refuses it. What it returns must be called when the request is done. */
  enter(app: string, tenantId: string): { headers: Record<string, string>; leave: () => void } {
    const now = this.now();
    const tenant = this.tenant(`${app}/${tenantId}`, now);
    const whole = this.app(app);
    const headers = () => this.headers(tenant, whole, now);
    if (tenant.inside >= this.rules.concurrent) throw breach('concurrent', headers());
    if (tenant.day.used >= this.rules.perDay) throw breach('day', headers(), tenant.day.began + DAY - now);
    if (tenant.minute.left(now) <= 0) throw breach('minute', headers(), tenant.minute.wait(now));
    if (whole.left(now) <= 0) throw breach('appminute', headers(), whole.wait(now));
    tenant.inside += 1;
    tenant.day.used += 1;
    tenant.minute.take(now);
    whole.take(now);
    return {
      headers: headers(),
      leave: () => {
        tenant.inside -= 1;
      },
    };
  }

  private tenant(key: string, now: number): Tenant {
    const known = this.tenants.get(key);
    const tenant = known ?? { minute: new Window(this.rules.perMinute), day: { began: now, used: 0 }, inside: 0 };
    if (now - tenant.day.began >= DAY) tenant.day = { began: now, used: 0 };
    this.tenants.set(key, tenant);
    return tenant;
  }

  private app(app: string): Window {
    const whole = this.apps.get(app) ?? new Window(this.rules.appPerMinute);
    this.apps.set(app, whole);
    return whole;
  }

  private headers({ minute, day }: Tenant, whole: Window, now: number): Record<string, string> {
    return {
      'x-daylimit-remaining': left(this.rules.perDay - day.used, REAL_LIMITS.perDay),
      'x-minlimit-remaining': left(minute.left(now), REAL_LIMITS.perMinute),
      'x-appminlimit-remaining': left(whole.left(now), REAL_LIMITS.appPerMinute),
    };
  }
}

// A limit that is switched off always has all of it left.
const left = (count: number, usual: number): string => String(Number.isFinite(count) ? Math.max(0, count) : usual);

function breach(problem: string, headers: Record<string, string>, wait?: number): Refusal {
  const after: Record<string, string> =
    wait === undefined ? {} : { 'retry-after': String(Math.max(1, Math.ceil(wait / 1000))) };
  const answer = json(
    { Type: null, Title: 'Too Many Requests', Status: 429, Detail: `RateLimitExceeded: ${problem}` },
    429,
  );
  return new Refusal({ ...answer, headers: { ...headers, 'x-rate-limit-problem': problem, ...after } });
}
