import { Injectable } from '@nestjs/common';
import type { Credentials } from '../connections/credentials.js';
import { Activation } from './activation.service.js';
import { ConnectPage } from './connect-page.service.js';
import { Connecting } from './connecting.service.js';
import { type Agree, Consenting } from './consenting.service.js';
import type { Installation } from './installation.entity.js';
import { InstallationLife } from './installation-life.service.js';
import type { Trial } from './trial.js';
import { Wizard, type WizardStep } from './wizard.service.js';

/** An answer that the wizard would not take either. */
class NotTaken extends Error {
  override readonly name = 'NotTaken';
}

// Without a person who could stop waiting.
const PATIENCE = 120_000;

/** Sets addons up without the wizard's pages, for the command line and the demo: the same rules, the same traces. */
@Injectable()
export class Installations {
  constructor(
    private readonly life: InstallationLife,
    private readonly wizard: Wizard,
    private readonly connecting: Connecting,
    private readonly connectPage: ConnectPage,
    private readonly consenting: Consenting,
    private readonly activation: Activation,
  ) {}

  install = (...given: Parameters<InstallationLife['install']>) => this.life.install(...given);
  activate = (...given: Parameters<Activation['activate']>) => this.activation.activate(...given);
  goLive = (...given: Parameters<InstallationLife['goLive']>) => this.life.goLive(...given);

  /** The store's addons in the order they came. */
  of = (storeId: number) => this.life.of(storeId);

  /** Answers one step, from 1, as the form would send it. Throws `NotTaken` with everything that is wrong. */
  async answer(installation: Installation, number: number, values: Record<string, unknown>, userId?: number) {
    const step = this.wizard.open(installation, number);
    if (!step) throw new NotTaken(`Step ${number} can't be answered yet.`);
    const { form, warnings, elsewhere } = await this.wizard.read(installation, step, values);
    const wrong = [form.error, ...Object.values(form.errors), ...elsewhere.map(({ problem }) => problem)].filter(
      Boolean,
    );
    if (wrong.length > 0) throw new NotTaken(wrong.join(' '));
    const after = await this.wizard.keep(installation, step, form, userId);
    return { installation: after, warnings };
  }

  /** Tests credentials and keeps them. Throws `NotTaken` when a check fails. */
  connect(installation: Installation, credentials: Credentials, userId?: number): Promise<Installation> {
    return this.connectBy(installation, userId, (step, signal) =>
      this.connectPage.run(installation, step, { ...credentials }, signal),
    );
  }

  /** The same by consent, with somebody who agrees. */
  async agree(installation: Installation, agree: Agree, userId?: number): Promise<Installation> {
    const consent = await this.consenting.through(installation, agree);
    return this.connectBy(installation, userId, (step, signal) =>
      this.connectPage.agreed(installation, step, consent, signal),
    );
  }

  private async connectBy(
    installation: Installation,
    userId: number | undefined,
    test: (step: WizardStep, signal: AbortSignal) => Promise<Trial>,
  ): Promise<Installation> {
    const step = this.wizard.steps(installation).find(({ manifest }) => manifest.kind === 'connect');
    if (!step) throw new NotTaken('There is nothing to connect.');
    const trial = await test(step, AbortSignal.timeout(PATIENCE));
    if (!trial.connected) throw new NotTaken(trial.error ?? Object.values(trial.errors).join(' '));
    return this.connecting.keep(installation, trial.connected, userId);
  }
}
