import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../../database/database.js';
import type { LoadedPlugin } from '../../plugins/loaded-plugin.js';
import { Records } from '../../records/records.service.js';
import { type FieldManifest, isAsked, type Manifest } from '../../sdk/host/index.js';
import { type AnswerProblem, declarationOf } from '../../sdk/index.js';
import { NumbersLeft } from '../advanced/numbers-left.service.js';
import { effective } from '../advanced/snapshot.js';
import { AppCalls } from '../app-calls.service.js';
import type { Installation } from '../installation.entity.js';
import { checkStoreFacts } from '../store-facts.js';
import type { Judged, WizardStep } from '../wizard/wizard.service.js';
import type { AnswerForm } from './answer-form.js';
import { CONFIRM } from './field-view.js';
import { NamesLeft } from './names-left.service.js';
import { Neighbours } from './neighbours.service.js';
import { PickLists } from './pick-lists.service.js';

/** What a rule over one value can't say: whether records exist, whether the app knows a value, what goes together. */
@Injectable()
export class AnswerChecks {
  constructor(
    private readonly records: Records,
    private readonly database: Database,
    private readonly lists: PickLists,
    private readonly calls: AppCalls,
    private readonly neighbours: Neighbours,
    private readonly numbers: NumbersLeft,
    private readonly names: NamesLeft,
  ) {}

  /** Answers what a person may pass over, by field. */
  async check(installation: Installation, { manifest, plugin }: WizardStep, form: AnswerForm, typed: unknown) {
    const { workflows, platform } = plugin.manifest;
    checkWorkflow(form, workflows, typed);
    if (platform) checkStoreFacts(form);
    const { advanced } = installation;
    await this.neighbours.check(
      installation,
      askedIn(manifest.fields, installation, form),
      form,
      advanced,
      form.answers,
    );
    const left = await this.checkNumbers(installation, plugin.manifest, form);
    const named = await this.names.warnings(installation, manifest.fields, installation.answers, form.answers);
    return { ...left, ...named, ...(await this.checkKnown(installation, plugin, manifest.fields, form)) };
  }

  /** While the answers are saved: fails with `TakenMeanwhile` where a neighbour has just saved what must differ. */
  claim(installation: Installation, { manifest }: WizardStep, form: AnswerForm, tx: Transaction): Promise<void> {
    const asked = askedIn(manifest.fields, installation, form);
    return this.neighbours.claim(installation, asked, tx, installation.advanced, form.answers);
  }

  /** What an answer puts before numbers, once some are out without it. */
  private async checkNumbers(it: Installation, manifest: Manifest, form: AnswerForm): Promise<Record<string, string>> {
    const fields = manifest.advanced.filter(({ name }) => name in form.answers);
    const own = effective(fields, it.advanced);
    const asked = { ...manifest, advanced: fields };
    const left = await this.numbers.affected(it, asked, [own, it.answers], [own, form.answers]);
    return Object.fromEntries(
      left.map(({ field, label, count, more, examples, next }) => [
        field,
        `${label}: ${count}${more ? ' and more' : ''} went out before, such as ${examples.join(', ')}, and keep their numbers. The next one looks like ${next}.`,
      ]),
    );
  }

  /** Whether what was chosen exists, in the store or in the app. Answers what a person may pass over, by field. */
  async checkKnown(installation: Installation, plugin: LoadedPlugin, fields: FieldManifest[], form: AnswerForm) {
    const warnings: Record<string, string> = {};
    for (const field of fields) {
      const value = form.answers[field.name];
      if (typeof value !== 'string' || field.name in form.errors) continue;
      if (field.kind === 'record') await this.checkRecord(installation, field, value, form, warnings);
      if (field.kind === 'remote') await this.checkPick(installation, plugin, field, value, form);
    }
    return warnings;
  }

  /** Asks the app itself, with every answer there is; `patience`: how many milliseconds it may take. */
  async ask(
    installation: Installation,
    { number, manifest, plugin }: WizardStep,
    form: AnswerForm,
    patience?: number,
  ): Promise<Judged> {
    const answers = { ...installation.answers, ...form.answers };
    const judged: Judged = { form, warnings: {}, elsewhere: [] };
    let problems: AnswerProblem[];
    try {
      problems = await this.calls.with(
        { ...installation, answers },
        plugin,
        (call) => plugin.calls.checkStep(call, number - 1, answers),
        { patience },
      );
    } catch (error) {
      form.error = `${plugin.manifest.name} could not be asked: ${(error as Error).message}`;
      return judged;
    }
    const own = new Set(manifest.fields.map(({ name }) => name));
    for (const { field, problem, warning } of problems) {
      if (!own.has(field)) judged.elsewhere.push({ field, problem });
      else if (warning) judged.warnings[field] = problem;
      else form.fail(field, problem);
    }
    return judged;
  }

  /** While the store has no such records yet, nothing can be said against a key. One that can be made may come later. */
  private async checkRecord(
    { storeId, connectionId }: Installation,
    { name, label, record, create }: FieldManifest,
    key: string,
    form: AnswerForm,
    warnings: Record<string, string>,
  ): Promise<void> {
    const [found] = await this.records.load(storeId, [{ type: record!, key }]);
    if (found) {
      const title = found.body[declarationOf(record!).title];
      if (typeof title === 'string' && title !== '' && title !== key) form.picked[name] = `${title} (${key})`;
      return;
    }
    const any = await this.database.one('select 1 from records where store_id = ? and type = ? limit 1', [
      storeId,
      record!,
    ]);
    if (!any) return;
    const problem = `${label}: there is no “${key}” in your store.`;
    if (!create) form.fail(name, problem);
    else if (connectionId !== null) warnings[name] = problem;
  }

  private async checkPick(
    installation: Installation,
    plugin: LoadedPlugin,
    { name, label, list }: FieldManifest,
    value: string,
    form: AnswerForm,
  ): Promise<void> {
    const find = async (search: string) =>
      (await this.lists.options(installation, plugin, list!, search)).find((option) => option.value === value);
    try {
      const found = (await find('')) ?? (await find(value));
      if (found) form.picked[name] = found.label;
      else form.fail(name, `${label}: ${plugin.manifest.name} has no “${value}”. Choose one of its list.`);
    } catch (error) {
      form.fail(name, `${label}: ${plugin.manifest.name} could not be asked. ${(error as Error).message}`);
    }
  }
}

const askedIn = (fields: FieldManifest[], { answers }: Installation, form: AnswerForm): FieldManifest[] =>
  fields.filter((field) => isAsked(field, { ...answers, ...form.answers }));

function checkWorkflow(
  form: AnswerForm,
  workflows: WizardStep['plugin']['manifest']['workflows'],
  typed: unknown,
): void {
  const chosen = form.answers.workflow;
  if (typeof chosen !== 'string' || !Object.hasOwn(workflows, chosen)) return;
  const { confirm } = workflows[chosen]!;
  if (!confirm) return;
  const ticked = Boolean((typed as Record<string, unknown> | undefined)?.[CONFIRM(chosen)]);
  form.values[CONFIRM(chosen)] = ticked;
  if (ticked) form.answers.confirmedWorkflow = chosen;
  else form.fail('workflow', `Tick that this is so: ${confirm}`);
}
