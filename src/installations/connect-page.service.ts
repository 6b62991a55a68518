import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import type { User } from '../accounts/user.entity.js';
import type { Connection } from '../connections/connection.entity.js';
import type { TrialProgress } from '../connections/connection-test.js';
import { AnotherTenant } from '../connections/connections.service.js';
import { Endpoints } from '../connections/door/endpoints.js';
import { NoConsent } from '../connections/oauth/consents.service.js';
import { NeedsPerson, type Tenant } from '../sdk/index.js';
import { Settings } from '../settings/settings.js';
import { notify } from '../web/notices.js';
import { ConnectedHere, Connecting } from './connecting.service.js';
import { Consenting } from './consenting.service.js';
import { credentialsShown, credentialsUrl, shownAgain } from './credentials-shown.js';
import type { FieldView } from './forms/field-view.js';
import type { Installation } from './installation.entity.js';
import { Invitations } from './invitations.service.js';
import { PeerCards } from './peer-cards.service.js';
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
    private readonly consenting: Consenting,
    private readonly invitations: Invitations,
    private readonly wizard: Wizard,
    private readonly peers: PeerCards,
    settings: Settings,
  ) {
    this.endpoints = new Endpoints(settings.endpoints);
  }

  /** The step as it stands, or as a test has left it. */
  async render(
    request: Request,
    response: Response,
    it: Installation,
    step: WizardStep,
    trial?: Trial,
    typed?: Typed,
  ): Promise<void> {
    const data = await this.data(it, step, trial, typed);
    if (trial) response.status(422);
    const { peer, oauth } = step.plugin.manifest.connection!;
    if (peer) return response.render('installations/peer', { ...data, peers: await this.peersOf(it, data) });
    if (!oauth) return response.render('installations/connect', data);
    this.consenting.allow(it, response);
    const consent = await this.consenting.shown(it, request, data.connection);
    response.render('installations/consent', { ...data, consent });
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
    const trial = await this.run(it, step, body, AbortSignal.timeout(PATIENCE), request);
    const error = trial.error ?? (await this.keep(it, trial, viewer.id));
    if (!trial.connected || error) return this.render(request, response, it, step, { ...trial, error }, body);
    notify(request, `Connected with ${trial.connected.tenant.name}.`);
    response.redirect(303, next);
  }

  /** Everything that the page shows; `credentials` is used for a colleague's page too. */
  async data(it: Installation, step: WizardStep, trial?: Trial, typed: Typed = {}) {
    const connection = await this.connecting.current(it);
    // An ended consent can't be taken over: whoever wants it gives a new one.
    const usable = ({ id, state }: Connection) =>
      id !== it.connectionId && (!step.plugin.manifest.connection?.oauth || state === 'connected');
    const choices = (await this.connecting.choices(it)).filter(usable);
    const usedBy = await this.connecting.usedBy(choices);
    const values = trial ? typed : (it.draft?.[step.number] ?? typed);
    return {
      ...(await this.pages.around(it, step)),
      ...this.credentials(step, connection?.visible, trial, values),
      connection,
      next: this.next(it, step),
      choices: it.state === 'installing' ? choices.map((one) => ({ ...one, usedBy: usedBy.get(one.id) })) : [],
      invitations: await this.invitations.open(it),
      installation: { id: it.id },
    };
  }

  private async peersOf(
    it: Installation,
    { credentials: [store] }: { credentials: FieldView[] },
  ): Promise<FieldView[]> {
    const field = await this.peers.of(it.storeId, store?.value as string | undefined, store?.error);
    return field ? [field] : [];
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

  /** Tries what was typed, or what was agreed to for the organisation that was chosen. */
  run(it: Installation, step: WizardStep, body: Typed, signal: AbortSignal, request?: Request): Promise<Trial> {
    return this.follow(step, this.attempt(it, body, signal, request), signal);
  }

  /** Tries what somebody has agreed to without these pages. */
  agreed(it: Installation, step: WizardStep, consent: Parameters<Connecting['tryConsent']>[1], signal: AbortSignal) {
    return this.follow(step, this.connecting.tryConsent(it, consent, signal), signal);
  }

  /** Tries the connection as it is. */
  again(it: Installation, step: WizardStep, signal: AbortSignal): Promise<Trial> {
    return this.follow(step, this.connecting.tryAgain(it, signal), signal);
  }

  /** The organisation that it can only be. Throws `NoConsent`. */
  async chosenNow(request: Request, it: Installation): Promise<Tenant> {
    const [brought, connection] = [await this.consenting.brought(it, request), await this.connecting.current(it)];
    const tenant = brought && this.consenting.chosen(it, brought, connection);
    if (!tenant) throw new NoConsent('Choose for which company it is.');
    return tenant;
  }

  private async *attempt(
    it: Installation,
    body: Typed,
    signal: AbortSignal,
    request?: Request,
  ): AsyncGenerator<TrialProgress, void> {
    if (body._tenant === undefined || !request) return yield* this.connecting.try(it, body, signal);
    const brought = await this.consenting.brought(it, request);
    const tenant = brought?.tenants.find(({ key }) => key === body._tenant);
    const check = { check: 0, title: '' };
    if (!tenant) return yield { state: 'failed', ...check, message: 'This took too long. Press Connect again.' };
    yield* this.connecting.tryConsent(it, { tokens: brought!.tokens, tenant }, signal);
  }

  private async follow(step: WizardStep, attempt: AsyncIterable<TrialProgress>, signal: AbortSignal): Promise<Trial> {
    const trial = untried(step);
    try {
      for await (const progress of attempt) note(trial, progress);
    } catch (error) {
      if (!signal.aborted) throw error;
      trial.error = `${step.plugin.manifest.name} did not answer in time. Try again.`;
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
    let end: object | undefined;
    try {
      for await (const progress of this.attempt(it, body, signal, request)) {
        if (progress.state !== 'connected') {
          say(progress);
          continue;
        }
        const error = await this.orReason(() => this.connecting.keep(it, progress, userId));
        if (!error && userId !== undefined) notify(request, `Connected with ${progress.tenant.name}.`);
        end = error ? { state: 'refused', message: error } : { state: 'connected', name: progress.tenant.name, next };
      }
    } catch (error) {
      if (!signal.aborted) throw error;
      end = { state: 'refused', message: `${plugin.manifest.name} did not answer in time. Try again.` };
    }
    // Whoever reads that goes on to the next page at once, which shows what was kept for it.
    request.session.save(() => {
      if (end) say(end);
      response.end();
    });
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
    if (error) return this.render(request, response, it, step, { ...untried(step), error });
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

function untried({ plugin }: WizardStep): Trial {
  return { ticks: plugin.manifest.connection!.checks.map((title) => ({ title, state: 'open' })), errors: {} };
}
