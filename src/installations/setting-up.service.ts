import { Injectable } from '@nestjs/common';
import type { Store } from '../accounts/store.entity.js';
import type { Credentials } from '../connections/credentials.js';
import { PluginRegistry } from '../plugins/plugin-registry.js';
import type { Agree } from './consenting.service.js';
import { CONFIRM } from './forms/field-view.js';
import { Neighbours } from './forms/neighbours.service.js';
import type { Installation } from './installation.entity.js';
import { Installations } from './installations.service.js';
import { Wizard, type WizardStep } from './wizard.service.js';

type Answers = Readonly<Record<string, unknown>>;

/** A whole wizard in one go, by its own rules: for demos, where nobody sits before the pages. */
@Injectable()
export class SettingUp {
  constructor(
    private readonly installations: Installations,
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
    let installation = (await this.begun(store, plugin)) ?? (await this.installations.install(store, plugin, userId));
    for (const step of this.wizard.steps(installation)) {
      const suggested = await this.neighbours.suggest(installation, step.manifest.fields, store.name);
      installation = await this.take(installation, step, connects, { ...suggested, ...answers }, userId);
    }
    return installation;
  }

  private async begun({ id }: Pick<Store, 'id'>, plugin: string): Promise<Installation | undefined> {
    return (await this.installations.of(id)).find((one) => one.plugin === plugin && one.state === 'installing');
  }

  private async foundations(store: Pick<Store, 'id'>, plugin: string, userId?: number): Promise<void> {
    const installed = new Set((await this.installations.of(store.id)).map((it) => it.plugin));
    for (const needed of this.plugins.get(plugin)?.manifest.requires ?? []) {
      if (!installed.has(needed)) await this.installations.install(store, needed, userId);
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
    if (kind === 'connect') {
      return typeof connects === 'function'
        ? this.installations.agree(installation, connects, userId)
        : this.installations.connect(installation, connects, userId);
    }
    if (kind === 'activate') return this.installations.activate(installation, userId);
    return (await this.installations.answer(installation, step.number, given(step, answers), userId)).installation;
  }
}

/** Suggested values hold where nothing else is said; a workflow's condition counts as met. */
function given({ manifest }: WizardStep, answers: Answers): Record<string, unknown> {
  const values = manifest.fields.map(({ name, initial }) => [name, answers[name] ?? initial] as const);
  const all = Object.fromEntries(values.filter(([, value]) => value !== undefined));
  return typeof all.workflow === 'string' ? { ...all, [CONFIRM(all.workflow)]: 'true' } : all;
}
