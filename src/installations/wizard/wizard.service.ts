import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../../database/database.js';
import type { LoadedPlugin } from '../../plugins/loaded-plugin.js';
import { PluginRegistry } from '../../plugins/plugin-registry.js';
import type { StepManifest } from '../../sdk/host/index.js';
import { SHARES_CONNECTION } from '../../sdk/index.js';
import { Consequences } from '../consequences.service.js';
import { AnswerChecks } from '../forms/answer-checks.service.js';
import { AnswerForm, type Answers, without } from '../forms/answer-form.js';
import type { Installation } from '../installation.entity.js';
import { SecretAnswers } from './secret-answers.service.js';

/** One step of an installation's wizard. */
export interface WizardStep {
  /** From 1. */
  number: number;
  manifest: StepManifest;
  plugin: LoadedPlugin;
}

export const stepsOf = (plugin: LoadedPlugin): WizardStep[] =>
  plugin.manifest.wizard.map((manifest, at) => ({ number: at + 1, manifest, plugin }));

/** A form as it was sent in, with what the app says of it. */
export interface Judged {
  form: AnswerForm;
  /** By field: what a person may pass over by saying so. */
  warnings: Record<string, string>;
  /** Problems with answers of other steps. */
  elsewhere: { field: string; problem: string }[];
}

/** The questions an addon asks while it is set up, and the answers kept so far. */
@Injectable()
export class Wizard {
  constructor(
    private readonly database: Database,
    private readonly plugins: PluginRegistry,
    private readonly checks: AnswerChecks,
    private readonly secrets: SecretAnswers,
    private readonly consequences: Consequences,
  ) {}

  steps({ plugin: id }: Installation): WizardStep[] {
    const plugin = this.plugins.get(id);
    return plugin ? stepsOf(plugin) : [];
  }

  connectStep(installation: Installation): WizardStep | undefined {
    return this.steps(installation).find(({ manifest }) => manifest.kind === 'connect');
  }

  /** A step that may be opened now; undefined when there is none of that number or others come first. */
  open(installation: Installation, number: number): WizardStep | undefined {
    const step = this.steps(installation)[number - 1];
    return step && number <= this.reach(installation) ? step : undefined;
  }

  /** The last step that may be opened: nothing behind the connect step opens before there is a connection. */
  reach(installation: Installation): number {
    const steps = this.steps(installation);
    if (installation.state !== 'installing') return steps.length;
    const connect = this.connectStep(installation)?.number;
    const closed = connect !== undefined && installation.connectionId === null;
    return Math.min(installation.step, closed ? connect : steps.length);
  }

  /** What stands in a step's fields: what was left unfinished, else what was answered, else what the plugin suggests. */
  valuesOf(installation: Installation, { number, manifest }: WizardStep): Record<string, unknown> {
    const draft = installation.draft?.[number];
    if (draft) return draft;
    const { answers } = installation;
    const fresh = installation.state === 'installing' && number >= installation.step;
    const suggested = fresh ? manifest.fields.filter(({ name }) => answers[name] === undefined) : [];
    return { ...Object.fromEntries(suggested.map(({ name, initial }) => [name, initial])), ...answers };
  }

  /** Reads a step as it was sent in and looks at it from every side; `passed`: warnings don't stop it. */
  async read(installation: Installation, step: WizardStep, typed: unknown): Promise<Judged> {
    const form = await this.readDraft(installation, step, typed);
    const warnings = await this.checks.check(installation, step, form, typed);
    if (!form.valid || !step.manifest.checked) return { form, warnings, elsewhere: [] };
    const judged = await this.checks.ask(installation, step, form);
    return { ...judged, warnings: { ...warnings, ...judged.warnings } };
  }

  /** Keeps a step that is right, and goes on to the next. Throws `TakenMeanwhile` where a neighbour was quicker. */
  keep(installation: Installation, step: WizardStep, form: AnswerForm, userId?: number): Promise<Installation> {
    return this.database.together(() => this.keepAnswers(installation, step, form, userId));
  }

  private async keepAnswers(installation: Installation, step: WizardStep, form: AnswerForm, userId?: number) {
    const { fields } = step.manifest;
    await this.secrets.keep(installation, fields, form.answers);
    const open = fields.filter(({ kind }) => kind !== 'secret').map(({ name }) => name);
    const shown = Object.fromEntries(
      Object.entries(form.answers).filter(([name]) => open.includes(name) || name === CONFIRMED),
    );
    const after = await this.write(
      installation,
      (row) => ({
        answers: { ...without(row.answers, fields), ...shown },
        picked: { ...without(row.picked ?? {}, fields), ...form.picked },
        draft: { ...row.draft, [step.number]: undefined },
        step: row.state === 'installing' ? Math.max(row.step, step.number + 1) : row.step,
      }),
      (tx) => this.checks.claim(installation, step, form, tx),
    );
    await this.consequences.follow(after, installation, userId);
    return after;
  }

  /** Keeps what was typed as it is, right or not, to go on with another day. */
  async keepDraft(installation: Installation, step: WizardStep, typed: unknown): Promise<Installation> {
    const form = await this.readDraft(installation, step, typed);
    await this.secrets.keep(installation, step.manifest.fields, form.soFar);
    return this.write(installation, (row) => ({ draft: { ...row.draft, [step.number]: form.values } }));
  }

  /** Keeps what may be shown again of a step that isn't a form of answers. */
  async keepTyped(installation: Installation, number: number, typed: Record<string, string>): Promise<void> {
    await this.write(installation, (row) => ({ draft: { ...row.draft, [number]: typed } }));
  }

  /** The connect step has been passed, or whichever; what lies behind it opens. */
  async advance(installation: Installation, number: number): Promise<Installation> {
    return this.write(installation, (row) => ({ step: Math.max(row.step, number + 1) }));
  }

  /** Another installation shares the connection, or no longer does. */
  async noteSharing(installation: Installation, shares: boolean): Promise<Installation> {
    return this.write(installation, (row) => ({ answers: { ...row.answers, [SHARES_CONNECTION]: shares } }));
  }

  private async readDraft(installation: Installation, { manifest }: WizardStep, typed: unknown): Promise<AnswerForm> {
    const kept = manifest.fields.some(({ kind }) => kind === 'secret') ? await this.secrets.names(installation) : [];
    return AnswerForm.read(manifest.fields, typed, { others: installation.answers, kept });
  }

  /** Two people may be at two steps at once: what is written is worked out from the row as it is then. */
  private async write(
    installation: Installation,
    change: (row: Row) => Partial<Row>,
    claim?: (tx: Transaction) => Promise<void>,
  ): Promise<Installation> {
    const { storeId, id } = installation;
    const changed = await this.database.transaction(async (tx) => {
      const row = (await tx.one<Row>(
        'select answers, picked, draft, step, state from installations where store_id = ? and id = ? for update',
        [storeId, id],
      ))!;
      await claim?.(tx);
      const next = { ...row, ...change(row) };
      await tx.run(
        'update installations set answers = ?, picked = ?, draft = ?, step = ? where store_id = ? and id = ?',
        [
          JSON.stringify(next.answers),
          JSON.stringify(next.picked ?? {}),
          JSON.stringify(next.draft ?? {}),
          next.step,
          storeId,
          id,
        ],
      );
      return next;
    });
    return { ...installation, ...changed };
  }
}

type Row = Pick<Installation, 'picked' | 'draft' | 'step' | 'state'> & { answers: Answers };

/** Which workflow's condition a person has ticked. */
export const CONFIRMED = 'confirmedWorkflow';
