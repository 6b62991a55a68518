import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import type { Candidate, TestProgress } from '../../connections/connection-test.js';
import { AnotherTenant } from '../../connections/connections.service.js';
import { NoConsent } from '../../connections/oauth/consents.service.js';
import { NeedsPerson, type Tenant } from '../../sdk/index.js';
import type { Installation } from '../installation.entity.js';
import type { Typed } from '../wizard/open-step.js';
import type { WizardStep } from '../wizard/wizard.service.js';
import { ConnectedHere, Connecting } from './connecting.service.js';
import { note, type Trial } from './connection-trial.js';
import { Consenting } from './consenting.service.js';

/** How long a person waits for all calls of a test together. */
export const patience = () => AbortSignal.timeout(90_000);

/** Tries an installation's connection, call by call, and keeps what passed: whoever asks for it, in the wizard or without it. */
@Injectable()
export class ConnectionTrials {
  constructor(
    private readonly connecting: Connecting,
    private readonly consenting: Consenting,
  ) {}

  /** Tries what was typed, or what was agreed to for the organisation that was chosen. */
  run(it: Installation, step: WizardStep, body: Typed, signal: AbortSignal, request?: Request): Promise<Trial> {
    return this.follow(step, this.attempt(it, body, signal, request), signal);
  }

  /** Tries what somebody has agreed to without the wizard's pages. */
  agreed(it: Installation, step: WizardStep, consent: NonNullable<Candidate['consent']>, signal: AbortSignal) {
    return this.follow(step, this.connecting.tryConsent(it, consent, signal), signal);
  }

  /** Tries the connection as it is. */
  again(it: Installation, step: WizardStep, signal: AbortSignal): Promise<Trial> {
    return this.follow(step, this.connecting.tryAgain(it, signal), signal);
  }

  /** As `run`, for whoever wants to tell of each call while it is made. */
  async *attempt(
    it: Installation,
    body: Typed,
    signal: AbortSignal,
    request?: Request,
  ): AsyncGenerator<TestProgress, void> {
    if (body._tenant === undefined || !request) return yield* this.connecting.try(it, body, signal);
    const brought = await this.consenting.brought(it, request);
    const tenant = brought?.tenants.find(({ key }) => key === body._tenant);
    const check = { check: 0, title: '' };
    if (!tenant) return yield { state: 'failed', ...check, message: 'This took too long. Press Connect again.' };
    yield* this.connecting.tryConsent(it, { tokens: brought!.tokens, tenant }, signal);
  }

  /** The organisation that it can only be. Throws `NoConsent`. */
  async chosenNow(request: Request, it: Installation): Promise<Tenant> {
    const [brought, connection] = [await this.consenting.brought(it, request), await this.connecting.current(it)];
    const tenant = brought && this.consenting.chosen(it, brought, connection);
    if (!tenant) throw new NoConsent('Choose for which company it is.');
    return tenant;
  }

  /** Keeps what passed. What can't be kept has not connected, and says why. */
  async keep(it: Installation, trial: Trial, userId?: number): Promise<Trial> {
    const { connected } = trial;
    if (!connected) return trial;
    const error = trial.error ?? (await orReason(() => this.connecting.keep(it, connected, userId)));
    return error ? { ...trial, error, connected: undefined } : trial;
  }

  private async follow(step: WizardStep, attempt: AsyncIterable<TestProgress>, signal: AbortSignal): Promise<Trial> {
    const trial = untried(step);
    try {
      for await (const progress of attempt) note(trial, progress);
    } catch (error) {
      if (!signal.aborted) throw error;
      trial.error = noAnswerInTime(step);
    }
    return trial;
  }
}

export function untried({ plugin }: WizardStep): Trial {
  return { ticks: plugin.manifest.connection!.checks.map((title) => ({ title, state: 'open' })), errors: {} };
}

export const noAnswerInTime = ({ plugin }: WizardStep): string =>
  `${plugin.manifest.name} did not answer in time. Try again.`;

/** Why a connection can't be kept, where a person can do something about it. */
export async function orReason(work: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    const known = [AnotherTenant, ConnectedHere, NeedsPerson].some((kind) => error instanceof kind);
    if (!known) throw error;
    return (error as Error).message;
  }
}
