import { Injectable } from '@nestjs/common';
import type { Connection } from '../../connections/connection.entity.js';
import { Endpoints } from '../../connections/door/endpoints.js';
import { Settings } from '../../settings/settings.js';
import { notify } from '../../web/notices.js';
import type { FieldView } from '../forms/field-view.js';
import type { Installation } from '../installation.entity.js';
import type { OpenStep, SentStep, Typed } from '../wizard/open-step.js';
import { StepPages } from '../wizard/step-pages.service.js';
import { Wizard, type WizardStep } from '../wizard/wizard.service.js';
import { Connecting } from './connecting.service.js';
import type { Tick, Trial } from './connection-trial.js';
import { ConnectionTrials, noAnswerInTime, orReason, patience, untried } from './connection-trials.service.js';
import { Consenting } from './consenting.service.js';
import { credentialsShown, credentialsUrl, shownAgain } from './credentials-shown.js';
import { Invitations } from './invitations.service.js';
import { PeerCards } from './peer-cards.service.js';

/** The step in which credentials are typed and tested. */
@Injectable()
export class ConnectPage {
  private readonly endpoints: Endpoints;

  constructor(
    private readonly pages: StepPages,
    private readonly trials: ConnectionTrials,
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
  async render({ request, response, it, step }: OpenStep, trial?: Trial, typed?: Typed): Promise<void> {
    const data = await this.data(it, step, trial, typed);
    if (trial) response.status(422);
    const { peer, oauth } = step.plugin.manifest.connection!;
    if (peer) return response.render('installations/peer', { ...data, peers: await this.peersOf(it, data) });
    if (!oauth) return response.render('installations/connect', data);
    this.consenting.allow(it, response);
    const consent = await this.consenting.shown(it, request, data.connection);
    response.render('installations/consent', { ...data, consent });
  }

  async take(sent: SentStep): Promise<void> {
    const { request, response, it, step, viewer, body } = sent;
    if (body._later !== undefined) {
      await this.wizard.keepTyped(it, step.number, shownAgain(step, body));
      notify(request, `Kept. Go on with ${it.name} whenever you like.`);
      return response.redirect(303, '/');
    }
    if (body._connection !== undefined) return this.choose(sent);
    if (request.get('accept') === 'application/x-ndjson') return this.live(sent);
    const trial = await this.trials.keep(it, await this.trials.run(it, step, body, patience(), request), viewer.id);
    if (!trial.connected) return this.render(sent, trial, body);
    notify(request, `Connected with ${trial.connected.tenant.name}.`);
    response.redirect(303, this.next(it, step));
  }

  /** Everything that the page shows; `credentials` is used for a colleague's page too. */
  async data(it: Installation, step: WizardStep, trial?: Trial, typed: Typed = {}) {
    const connection = await this.connecting.current(it);
    // One that has ended can't be taken over: whoever wants it connects anew.
    const usable = ({ id, state }: Connection) => id !== it.connectionId && state === 'connected';
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

  /** Line by line as JSON, for the script that ticks the calls off while they are made. */
  private async live({ request, response, it, step, viewer, body }: SentStep): Promise<void> {
    const left = new AbortController();
    request.on('close', () => left.abort());
    response.type('application/x-ndjson').setHeader('Cache-Control', 'no-store');
    const say = (line: object) => response.write(`${JSON.stringify(line)}\n`);
    const signal = AbortSignal.any([left.signal, patience()]);
    let end: object | undefined;
    try {
      for await (const progress of this.trials.attempt(it, body, signal, request)) {
        if (progress.state !== 'connected') {
          say(progress);
          continue;
        }
        const { name } = progress.tenant;
        const error = await orReason(() => this.connecting.keep(it, progress, viewer.id));
        if (!error) notify(request, `Connected with ${name}.`);
        end = error ? { state: 'refused', message: error } : { state: 'connected', name, next: this.next(it, step) };
      }
    } catch (error) {
      if (!signal.aborted) throw error;
      end = { state: 'refused', message: noAnswerInTime(step) };
    }
    // Whoever reads that goes on to the next page at once, which shows what was kept for it.
    request.session.save(() => {
      if (end) say(end);
      response.end();
    });
  }

  /** Takes a connection that the account has already. */
  private async choose(sent: SentStep): Promise<void> {
    const { request, response, it, step, viewer, body } = sent;
    const connection = (await this.connecting.choices(it)).find(({ id }) => String(id) === body._connection);
    const error = connection
      ? await orReason(() => this.connecting.use(it, connection, viewer.id))
      : 'This connection is gone. Choose another one.';
    if (error) return this.render(sent, { ...untried(step), error });
    notify(request, `Connected with ${connection!.tenantName}.`);
    response.redirect(303, this.next(it, step));
  }

  private next(it: Installation, { number }: WizardStep): string {
    if (it.state !== 'installing') return `/installations/${it.id}/setup`;
    return `/installations/${it.id}/steps/${Math.min(number + 1, this.wizard.steps(it).length)}`;
  }
}
