import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { User } from '../accounts/user.entity.js';
import { AnotherTenant } from '../connections/connections.service.js';
import { Endpoints } from '../connections/door/endpoints.js';
import { NeedsPerson } from '../sdk/index.js';
import { Settings } from '../settings/settings.js';
import { notify } from '../web/notices.js';
import { ConnectedHere, Connecting } from './connecting.service.js';
import { credentialsShown, credentialsUrl, shownAgain } from './credentials-shown.js';
import type { Installation } from './installation.entity.js';
import { Invitations } from './invitations.service.js';
import { StepPages } from './step-pages.service.js';
import { note, type Tick, type Trial } from './trial.js';
import { Wizard, type WizardStep } from './wizard.service.js';

type Typed = Record<string, unknown>;

// All calls of a test together: a person waits for them.
const PATIENCE = 90_000;

/** The step in which credentials are typed and tested. */
@Injectable()
export class ConnectPage {
  private readonly endpoints: Endpoints;

  constructor(
    private readonly pages: StepPages,
    private readonly connecting: Connecting,
    private readonly invitations: Invitations,
    private readonly wizard: Wizard,
    settings: Settings,
  ) {
    this.endpoints = new Endpoints(settings.endpoints);
  }

  async show(_request: Request, response: Response, it: Installation, step: WizardStep): Promise<void> {
    response.render('installations/connect', await this.data(it, step));
  }

  async take(request: Request, response: Response, it: Installation, step: WizardStep, viewer: User, body: Typed) {
    if (body._later !== undefined) {
      await this.wizard.keepTyped(it, step.number, shownAgain(step, body));
      notify(request, `Kept. Go on with ${it.name} whenever you like.`);
      return response.redirect(303, '/');
    }
    if (body._connection !== undefined) return this.choose(request, response, it, step, viewer, body._connection);
    const next = this.next(it, step);
    if (request.get('accept') === 'application/x-ndjson')
      return this.live(request, response, it, step, body, next, viewer.id);
    const trial = await this.run(it, step, body, AbortSignal.timeout(PATIENCE));
    const error = trial.error ?? (await this.keep(it, trial, viewer.id));
    if (!trial.connected || error) {
      response.status(422).render('installations/connect', await this.data(it, step, { ...trial, error }, body));
      return;
    }
    notify(request, `Connected with ${trial.connected.tenant.name}.`);
    response.redirect(303, next);
  }

  /** Everything that the page shows; `credentials` is used for a colleague's page too. */
  async data(it: Installation, step: WizardStep, trial?: Trial, typed: Typed = {}) {
    const connection = await this.connecting.current(it);
    const choices = await this.connecting.choices(it);
    const values = trial ? typed : (it.draft?.[step.number] ?? typed);
    return {
      ...(await this.pages.around(it, step)),
      ...this.credentials(step, connection?.visible, trial, values),
      connection,
      next: this.next(it, step),
      choices: it.state === 'installing' ? choices.filter(({ id }) => id !== it.connectionId) : [],
      invitations: await this.invitations.open(it),
      installation: { id: it.id },
    };
  }

  /** The form alone. Secrets are never in it. */
  credentials({ plugin }: WizardStep, stored: Record<string, string> | undefined, trial?: Trial, typed: Typed = {}) {
    const manifest = plugin.manifest.connection!;
    return {
      appName: plugin.manifest.name,
      credentials: credentialsShown(manifest, stored, trial, typed),
      credentialsUrl: credentialsUrl(plugin.manifest, this.endpoints),
      credentialsHelp: manifest.credentialsHelp,
      credentialsOwner: manifest.credentialsOwner,
      ticks: trial?.ticks ?? manifest.checks.map((title): Tick => ({ title, state: 'open' })),
      error: trial?.error,
    };
  }

  async run(it: Installation, { plugin }: WizardStep, body: Typed, signal: AbortSignal): Promise<Trial> {
    const trial: Trial = {
      ticks: plugin.manifest.connection!.checks.map((title) => ({ title, state: 'open' })),
      errors: {},
    };
    try {
      for await (const progress of this.connecting.try(it, body, signal)) note(trial, progress);
    } catch (error) {
      if (!signal.aborted) throw error;
      trial.error = `${plugin.manifest.name} did not answer in time. Try again.`;
    }
    return trial;
  }

  /** Keeps what passed; answers why it can't be. */
  async keep(it: Installation, { connected }: Trial, userId?: number): Promise<string | undefined> {
    if (!connected) return undefined;
    return this.orReason(() => this.connecting.keep(it, connected, userId));
  }

  /** Line by line as JSON, for the script that ticks the calls off while they are made. */
  async live(
    request: Request,
    response: Response,
    it: Installation,
    { plugin }: WizardStep,
    body: Typed,
    next: string,
    userId?: number,
  ): Promise<void> {
    const left = new AbortController();
    request.on('close', () => left.abort());
    response.type('application/x-ndjson').setHeader('Cache-Control', 'no-store');
    const say = (line: object) => response.write(`${JSON.stringify(line)}\n`);
    const signal = AbortSignal.any([left.signal, AbortSignal.timeout(PATIENCE)]);
    try {
      for await (const progress of this.connecting.try(it, body, signal)) {
        if (progress.state !== 'connected') {
          say(progress);
          continue;
        }
        const error = await this.orReason(() => this.connecting.keep(it, progress, userId));
        if (!error && userId !== undefined) notify(request, `Connected with ${progress.tenant.name}.`);
        say(error ? { state: 'refused', message: error } : { state: 'connected', name: progress.tenant.name, next });
      }
    } catch (error) {
      if (!signal.aborted) throw error;
      say({ state: 'refused', message: `${plugin.manifest.name} did not answer in time. Try again.` });
    }
    request.session.save(() => response.end());
  }

  private async choose(
    request: Request,
    response: Response,
    it: Installation,
    step: WizardStep,
    viewer: User,
    id: unknown,
  ) {
    const connection = (await this.connecting.choices(it)).find((choice) => String(choice.id) === id);
    const error = connection
      ? await this.orReason(() => this.connecting.use(it, connection, viewer.id))
      : 'This connection is gone. Choose another one.';
    if (error) {
      response.status(422).render('installations/connect', { ...(await this.data(it, step)), error });
      return;
    }
    notify(request, `Connected with ${connection!.tenantName}.`);
    response.redirect(303, this.next(it, step));
  }

  private next(it: Installation, { number }: WizardStep): string {
    if (it.state !== 'installing') return `/installations/${it.id}/setup`;
    return `/installations/${it.id}/steps/${Math.min(number + 1, this.wizard.steps(it).length)}`;
  }

  private async orReason(work: () => Promise<unknown>): Promise<string | undefined> {
    try {
      await work();
      return undefined;
    } catch (error) {
      const known = [AnotherTenant, ConnectedHere, NeedsPerson].some((kind) => error instanceof kind);
      if (!known) throw error;
      return (error as Error).message;
    }
  }
}
