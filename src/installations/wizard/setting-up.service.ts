import { Injectable } from '@nestjs/common';
import type { Store } from '../../accounts/store.entity.js';
import type { Credentials } from '../../connections/credentials.js';
import { PluginRegistry } from '../../plugins/plugin-registry.js';
import { Connecting } from '../connect/connecting.service.js';
import { ConnectionTrials } from '../connect/connection-trials.service.js';
import { type Agree, Consenting } from '../connect/consenting.service.js';
import { CONFIRM } from '../forms/field-view.js';
import { Neighbours } from '../forms/neighbours.service.js';
import type { Installation } from '../installation.entity.js';
import { InstallationLife } from '../installation-life.service.js';
import { Activation } from './activation.service.js';
import { Wizard, type WizardStep } from './wizard.service.js';

type Answers = Readonly<Record<string, unknown>>;

/** An answer that the wizard would not take either. */
class NotTaken extends Error {
  override readonly name = 'NotTaken';
}

// Without a person who could stop waiting.
const PATIENCE = 120_000;

/** Sets addons up without the wizard's pages, for demos and the command line: the same rules, the same traces. */
@Injectable()
export class SettingUp {
  constructor(
    private readonly life: InstallationLife,
    private readonly connecting: Connecting,
    private readonly trials: ConnectionTrials,
    private readonly consenting: Consenting,
    private readonly activation: Activation,
    private readonly wizard: Wizard,
    private readonly plugins: PluginRegistry,
    private readonly neighbours: Neighbours,
  ) {}

  /**
   * Installs what the plugin stands on and the plugin itself, answers every step, connects and activates; one that was begun before
   * is gone on with. `connects`: what a person would type, or how they would agree.
   */
  async whole(
    store: Pick<Store, 'id' | 'name'>,
    plugin: string,
    connects: Credentials | Agree,
    answers: Answers = {},
    userId?: number,
  ): Promise<Installation> {
    await this.foundations(store, plugin, userId);
    let installation = (await this.begun(store, plugin)) ?? (await this.life.install(store, plugin, userId));
    for (const step of this.wizard.steps(installation)) {
      const suggested = await this.neighbours.suggest(installation, step.manifest.fields, store.name);
      installation = await this.take(installation, step, connects, { ...suggested, ...answers }, userId);
    }
    return installation;
  }

  private async begun({ id }: Pick<Store, 'id'>, plugin: string): Promise<Installation | undefined> {
    return (await this.life.of(id)).find((one) => one.plugin === plugin && one.state === 'installing');
  }

  private async foundations(store: Pick<Store, 'id'>, plugin: string, userId?: number): Promise<void> {
    const installed = new Set((await this.life.of(store.id)).map((it) => it.plugin));
    for (const needed of this.plugins.get(plugin)?.manifest.requires ?? []) {
      if (!installed.has(needed)) await this.life.install(store, needed, userId);
    }
  }

  private async take(
    installation: Installation,
    step: WizardStep,
    connects: Credentials | Agree,
    answers: Answers,
    userId?: number,
  ): Promise<Installation> {
    const { kind } = step.manifest;
    if (kind === 'activate') return this.activation.activate(installation, userId);
    if (kind === 'form') return this.answer(installation, step, given(step, answers), userId);
    const trial = await this.tried(installation, step, connects, AbortSignal.timeout(PATIENCE));
    if (!trial.connected) throw new NotTaken(trial.error ?? Object.values(trial.errors).join(' '));
    return this.connecting.keep(installation, trial.connected, userId);
  }

  private async answer(it: Installation, step: WizardStep, values: Record<string, unknown>, userId?: number) {
    if (!this.wizard.open(it, step.number)) throw new NotTaken(`Step ${step.number} can't be answered yet.`);
    const { form, elsewhere } = await this.wizard.read(it, step, values);
    const wrong = [form.error, ...Object.values(form.errors), ...elsewhere.map(({ problem }) => problem)];
    if (wrong.some(Boolean)) throw new NotTaken(wrong.filter(Boolean).join(' '));
    return this.wizard.keep(it, step, form, userId);
  }

  private async tried(it: Installation, step: WizardStep, connects: Credentials | Agree, signal: AbortSignal) {
    if (typeof connects !== 'function') return this.trials.run(it, step, { ...connects }, signal);
    return this.trials.agreed(it, step, await this.consenting.through(it, connects), signal);
  }
}

/** Suggested values hold where nothing else is said; a workflow's condition counts as met. */
function given({ manifest }: WizardStep, answers: Answers): Record<string, unknown> {
  const values = manifest.fields.map(({ name, initial }) => [name, answers[name] ?? initial] as const);
  const all = Object.fromEntries(values.filter(([, value]) => value !== undefined));
  return typeof all.workflow === 'string' ? { ...all, [CONFIRM(all.workflow)]: 'true' } : all;
}
