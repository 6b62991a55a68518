import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import type { User } from '../accounts/user.entity.js';
import { PluginRegistry } from '../plugins/plugin-registry.js';
import type { Manifest, StepManifest } from '../sdk/host/index.js';
import { Settings } from '../settings/settings.js';
import { emptyForm } from '../web/form-errors.js';
import { hubAddress } from '../web/hub-address.js';
import { AdvancedAccess } from './advanced/access.service.js';
import { isConfigurable } from './advanced/configurable-plugins.js';
import { Configuration } from './advanced/configuration.service.js';
import { appHeader } from './app-header.js';
import { BudgetCard } from './budget/budget-card.service.js';
import { Connecting, mustStay } from './connect/connecting.service.js';
import { Consenting } from './connect/consenting.service.js';
import { Farewell } from './farewell.service.js';
import { answerInWords } from './forms/in-words.js';
import type { Installation } from './installation.entity.js';
import { Requirements } from './requirements.service.js';
import { SetUpOffer } from './set-up/set-up-offer.service.js';
import { shownMaps } from './shown-maps.js';
import { Unmapped } from './unmapped.service.js';
import { Wizard } from './wizard/wizard.service.js';

/** Setup & Tools of an installed app. */
@Injectable()
export class SetupPage {
  constructor(
    private readonly plugins: PluginRegistry,
    private readonly wizard: Wizard,
    private readonly connecting: Connecting,
    private readonly consenting: Consenting,
    private readonly unmapped: Unmapped,
    private readonly requirements: Requirements,
    private readonly farewell: Farewell,
    private readonly settings: Settings,
    private readonly budgetCard: BudgetCard,
    private readonly configuration: Configuration,
    private readonly access: AdvancedAccess,
    private readonly setUp: SetUpOffer,
  ) {}

  async data(it: Installation, viewer: User, request: Request) {
    const here = hubAddress(this.settings, request);
    const isStaff = viewer.role === 'staff';
    const manifest = this.plugins.get(it.plugin)?.manifest;
    const connection = await this.connecting.current(it);
    const steps = this.wizard.steps(it);
    const connect = this.wizard.connectStep(it);
    const header = appHeader(it, manifest, 'setup', connection);
    const budget = await this.budgetCard.of(connection, manifest);
    return {
      title: `Setup & Tools · ${header.name}`,
      header,
      installation: { id: it.id, name: it.name, plugin: it.plugin },
      gone: manifest === undefined,
      summary: manifest?.listing.summary,
      renaming: emptyForm({ name: it.name }),
      connection: connection && {
        ...connection,
        byConsent: (await this.consenting.connectionOf(it)) !== undefined,
        asksForMore: (await this.consenting.furtherScopes(it)).length > 0,
        peer: manifest?.connection?.peer && { stays: mustStay(it) },
        // Another store is known by its name; what was chosen is only its number.
        shown: (manifest?.connection?.fields ?? [])
          .filter(({ name }) => connection.visible[name] !== undefined && !manifest?.connection?.peer)
          .map(({ name, label }) => ({ label, value: connection.visible[name] })),
      },
      budget,
      budgeting: budget?.form,
      notifications: connection ? notificationsOf(manifest, connection.id, here, isStaff) : [],
      connectHref: connect && `/installations/${it.id}/steps/${connect.number}`,
      settings: steps
        .filter((step) => step.manifest.kind === 'form')
        .map((step) => ({
          title: step.manifest.title,
          href: `/installations/${it.id}/steps/${step.number}`,
          answers: answersShown(step.manifest, it),
        })),
      ...shownMaps(it.id, await this.unmapped.counts(it, manifest?.valueMaps ?? [])),
      integration: isConfigurable(manifest) ? await this.integration(it, viewer) : undefined,
      setUp: manifest && (await this.setUp.underWay(it.storeId, manifest)),
      importing: it.state === 'importing' ? `/installations/${it.id}/steps/${steps.length}` : undefined,
      goLive: `/installations/${it.id}/go-live`,
      removal: `/installations/${it.id}/removal`,
    };
  }

  /** *Integration options*: what may be done with the advanced configuration. */
  private async integration(it: Installation, viewer: User) {
    const { number } = await this.configuration.current(it);
    const reach = this.access.reach(it, viewer, number);
    const href = `/installations/${it.id}/advanced`;
    return { href, number, offered: reach === 'offered', closed: reach === 'closed', readOnly: reach === 'read-only' };
  }

  async uninstalling(it: Installation) {
    const manifest = this.plugins.get(it.plugin)?.manifest;
    const dependants = await this.requirements.dependants(it);
    const isLast = await this.farewell.isLast(it);
    return {
      title: `Uninstall ${it.name}`,
      installation: { id: it.id, name: it.name },
      back: `/installations/${it.id}/setup`,
      action: `/installations/${it.id}`,
      appName: manifest?.name ?? it.plugin,
      dependants: dependants.map(({ id, name }) => ({ name, href: `/installations/${id}` })),
      moves: (manifest?.tasks.length ?? 0) > 0,
      platform: manifest?.platform ?? false,
      disconnects: manifest?.connection?.oauth !== undefined && isLast,
      forgets: manifest?.connection?.oauth === undefined && isLast && this.farewell.hasSecrets(it),
    };
  }
}

/** Where an app is told to call. One address for all its customers is set up by whoever runs the hub. */
function notificationsOf(manifest: Manifest | undefined, connectionId: number, here: string, isStaff: boolean) {
  return (manifest?.webhooks ?? [])
    .filter(({ appWide }) => !appWide || isStaff)
    .map(({ id, title, help, appWide }) => ({
      title,
      help,
      address: `${here}/webhooks/${manifest!.id}/${appWide ? '' : `${connectionId}/`}${id}`,
      setting: appWide ? `WEBHOOK_KEYS=${manifest!.id}=<signing key>` : undefined,
    }));
}

/** What was answered, as people read it. */
function answersShown({ fields }: StepManifest, { answers, picked }: Installation) {
  return fields
    .filter(({ name, kind }) => kind === 'secret' || answers[name] !== undefined)
    .map((field) => ({ label: field.label, value: answerInWords(field, answers[field.name], picked?.[field.name]) }));
}
