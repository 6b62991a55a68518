import { Injectable } from '@nestjs/common';
import { PluginRegistry } from '../../plugins/plugin-registry.js';
import { Connecting } from '../connect/connecting.service.js';
import { AnswerForm } from '../forms/answer-form.js';
import type { Installation } from '../installation.entity.js';
import { SecretAnswers } from './secret-answers.service.js';
import { CONFIRMED, Wizard, type WizardStep } from './wizard.service.js';

/** One thing that has to be right before activation. */
export interface Check {
  title: string;
  done: boolean;
  /** What is still to be done. */
  detail?: string;
  href?: string;
}

/** Looks over everything that was answered once more, before anything moves. */
@Injectable()
export class PreFlight {
  constructor(
    private readonly wizard: Wizard,
    private readonly connecting: Connecting,
    private readonly secrets: SecretAnswers,
    private readonly plugins: PluginRegistry,
  ) {}

  async list(installation: Installation): Promise<Check[]> {
    const steps = this.wizard.steps(installation).filter(({ manifest }) => manifest.kind !== 'activate');
    const kept = await this.secrets.names(installation);
    return Promise.all(steps.map((step) => this.look(installation, step, kept)));
  }

  private async look(installation: Installation, step: WizardStep, kept: string[]): Promise<Check> {
    const { number, manifest } = step;
    const detail =
      manifest.kind === 'connect' ? await this.connection(installation) : await this.answers(installation, step, kept);
    const href = `/installations/${installation.id}/steps/${number}`;
    return { title: manifest.title, done: detail === undefined, detail, href };
  }

  private async connection(installation: Installation): Promise<string | undefined> {
    const connection = await this.connecting.current(installation);
    if (!connection) return 'Not connected yet.';
    if (connection.state === 'connected') return undefined;
    return connection.stateReason ?? `${connection.tenantName} needs reconnecting.`;
  }

  private async answers(
    installation: Installation,
    { manifest }: WizardStep,
    kept: string[],
  ): Promise<string | undefined> {
    const { answers } = installation;
    const form = await AnswerForm.read(manifest.fields, answers, { others: answers, kept });
    const [problem] = Object.values(form.errors);
    return problem ?? this.unconfirmed(installation, form);
  }

  private unconfirmed({ plugin, answers }: Installation, form: AnswerForm): string | undefined {
    const { workflow } = form.answers;
    const { workflows } = this.plugins.get(plugin)!.manifest;
    if (typeof workflow !== 'string' || !Object.hasOwn(workflows, workflow)) return undefined;
    const { confirm } = workflows[workflow]!;
    return confirm && answers[CONFIRMED] !== workflow ? `Tick that this is so: ${confirm}` : undefined;
  }
}
