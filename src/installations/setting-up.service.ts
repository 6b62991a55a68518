import { Injectable } from '@nestjs/common';
import type { Store } from '../accounts/store.entity.js';
import type { Credentials } from '../connections/credentials.js';
import { PluginRegistry } from '../plugins/plugin-registry.js';
import type { Agree } from './consenting.service.js';
import { CONFIRM } from './forms/field-view.js';
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
  ) {}

  /**
   * Installs what the plugin stands on and the plugin itself, answers every step, connects and activates. `connects`: what a
   * person would type, or how they would agree.
   */
  async whole(
    store: Pick<Store, 'id'>,
    plugin: string,
    connects: Credentials | Agree,
    answers: Answers = {},
    userId?: number,
  ): Promise<Installation> {
    await this.foundations(store, plugin, userId);
    let installation = await this.installations.install(store, plugin, userId);
    for (const step of this.wizard.steps(installation)) {
      installation = await this.take(installation, step, connects, answers, userId);
    }
    return installation;
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
