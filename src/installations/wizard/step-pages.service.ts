import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { emptyForm, type FormState } from '../../web/form-errors.js';
import { appHeader, lostOf } from '../app-header.js';
import { Connecting } from '../connect/connecting.service.js';
import { CONFIRM, type Group, groupsOf } from '../forms/field-view.js';
import { folding } from '../forms/fold.js';
import { Neighbours } from '../forms/neighbours.service.js';
import { PickLists } from '../forms/pick-lists.service.js';
import { searchUrl } from '../forms/search-url.js';
import type { Installation } from '../installation.entity.js';
import { placesNamed } from '../places-named.js';
import { SetUpOffer } from '../set-up/set-up-offer.service.js';
import { SecretAnswers } from './secret-answers.service.js';
import { CONFIRMED, type Judged, Wizard, type WizardStep } from './wizard.service.js';
import { wizardTop } from './wizard-top.js';

/** What the pages of the wizard show; once it is finished, the same pages are the addon's settings. */
@Injectable()
export class StepPages {
  constructor(
    private readonly wizard: Wizard,
    private readonly connecting: Connecting,
    private readonly lists: PickLists,
    private readonly secrets: SecretAnswers,
    private readonly neighbours: Neighbours,
    private readonly setUp: SetUpOffer,
  ) {}

  /** What stands around every step. */
  async around(installation: Installation, step: WizardStep) {
    const { id, name, state } = installation;
    const setup = `/installations/${id}/setup`;
    const installing = state === 'installing';
    const connection = await this.connecting.current(installation);
    const { manifest } = step.plugin;
    return {
      title: `${step.manifest.title} · ${name}`,
      wizard: installing ? wizardTop(this.wizard, installation, step) : undefined,
      header: installing ? undefined : appHeader(installation, manifest, 'setup', connection),
      lost: step.manifest.kind === 'form' ? lostOf(installation, manifest, connection) : undefined,
      setup,
      setUp: installing ? await this.setUp.of(installation.storeId, manifest) : undefined,
      step: { number: step.number, title: step.manifest.title, intro: step.manifest.intro },
      action: `/installations/${id}/steps/${step.number}`,
    };
  }

  async form(installation: Installation, step: WizardStep, request: Request, judged?: Judged) {
    const { manifest, plugin } = step;
    const state: FormState = judged?.form ?? emptyForm(await this.firstValues(installation, step, request));
    const groups = groupsOf(manifest.fields, {
      form: state,
      others: { ...installation.answers, ...judged?.form.answers },
      workflows: plugin.manifest.workflows,
      lists: await this.lists.behind(installation, plugin, manifest.fields),
      kept: await this.secrets.names(installation),
      warnings: judged?.warnings ?? {},
      searchUrl: (field) => searchUrl(installation, field),
      app: installation.connectionId === null ? undefined : plugin.manifest.name,
      currency: request.store?.currency,
    });
    return {
      ...(await this.around(installation, step)),
      form: state,
      ...folding(groups, manifest),
      unlisted: unlistedIn(groups),
      elsewhere: this.elsewhere(installation, judged),
      places: placesNamed(
        [...Object.values(state.errors), ...Object.values(judged?.warnings ?? {})].join('\n'),
        installation,
        plugin.manifest,
      ),
      warned: Object.keys(judged?.warnings ?? {}).length > 0,
    };
  }

  private async firstValues(installation: Installation, step: WizardStep, { store }: Request) {
    const values = this.values(installation, step);
    if (installation.state !== 'installing') return values;
    const open = step.manifest.fields.filter(({ name }) => values[name] === undefined);
    return { ...values, ...(await this.neighbours.suggest(installation, open, store?.name ?? '')) };
  }

  private values(installation: Installation, step: WizardStep): Record<string, unknown> {
    const values = this.wizard.valuesOf(installation, step);
    const confirmed = installation.answers[CONFIRMED];
    return typeof confirmed === 'string' ? { [CONFIRM(confirmed)]: true, ...values } : values;
  }

  /** What the app says against answers of other steps, with the way there. */
  private elsewhere(installation: Installation, judged?: Judged) {
    const steps = this.wizard.steps(installation);
    return (judged?.elsewhere ?? []).map(({ field, problem }) => {
      const step = steps.find(({ manifest }) => manifest.fields.some(({ name }) => name === field));
      const label = step?.manifest.fields.find(({ name }) => name === field)?.label ?? field;
      const href = step && `/installations/${installation.id}/steps/${step.number}`;
      return { label, problem, href, step: step?.manifest.title };
    });
  }
}

/** Why the app's lists aren't there, each reason once: what is true of all of them is said above them. */
function unlistedIn(groups: Group[]): string[] {
  const fields = groups.flatMap(({ fields }) => fields);
  return [...new Set(fields.flatMap(({ listProblem }) => listProblem ?? []))];
}
