import {
  BadRequestException,
  Controller,
  HttpCode,
  Logger,
  NotFoundException,
  Param,
  Post,
  Req,
  UnauthorizedException,
} from '@nestjs/common';
import type { Request } from 'express';
import { Public } from '../accounts/access.js';
import { Connections } from '../connections/connections.service.js';
import { NotificationCheck } from '../connections/notification-check.js';
import { PluginRegistry } from '../plugins/plugin-registry.js';
import type { WebhookManifest } from '../sdk/host/index.js';
import type { Notification } from '../sdk/index.js';
import type { PluginCalls } from '../sdk/runtime/index.js';
import { IdParam } from '../web/id-param.js';
import { type WebhookEvent, WebhookEvents } from './webhook-events.js';

const log = new Logger('webhooks');
/** As long as its column. */
const LONGEST_ID = 191;
const NOT_GENUINE = 'This notification isn’t signed with the key of this address, or it is too old.';

/** The one door for notifications: verify, store, answer; what they are about begins afterwards. */
@Controller('webhooks/:plugin')
export class WebhooksController {
  constructor(
    private readonly plugins: PluginRegistry,
    private readonly connections: Connections,
    private readonly check: NotificationCheck,
    private readonly events: WebhookEvents,
  ) {}

  /** The address of one connection. */
  @Public()
  @Post(':connection/:webhook')
  @HttpCode(200)
  async create(
    @Param('plugin') plugin: string,
    @Param('connection', IdParam) connectionId: number,
    @Param('webhook') id: string,
    @Req() request: Request,
  ): Promise<string> {
    const webhook = this.webhookOf(plugin, id);
    if (!webhook || webhook.appWide) throw new NotFoundException();
    const { body, notification } = read(request);
    // Which connections there are is nobody's business.
    const isTheirs = (await this.connections.get(connectionId))?.plugin === plugin;
    if (!isTheirs || !(await this.check.isGenuine(connectionId, webhook.verify, notification, body)))
      throw new UnauthorizedException(NOT_GENUINE);
    const event = await this.understood(plugin, (calls) => calls.notified(id, notification));
    if (event.eventId.length > LONGEST_ID) throw new BadRequestException('This event’s id is too long.');
    await this.keep([{ connectionId, webhook: id, ...event }], notification.body);
    return '';
  }

  /** The one address of an app that tells us about all its customers. Whose it isn't, or nobody's, it is answered the same. */
  @Public()
  @Post(':webhook')
  @HttpCode(200)
  async createForAll(
    @Param('plugin') plugin: string,
    @Param('webhook') id: string,
    @Req() request: Request,
  ): Promise<string> {
    const webhook = this.webhookOf(plugin, id);
    const { body, notification } = read(request);
    if (!webhook?.appWide || !this.check.isGenuineFor(plugin, webhook.verify, notification, body))
      throw new UnauthorizedException(NOT_GENUINE);
    const events = await this.understood(plugin, (calls) => calls.events(id, notification));
    const known = await this.events.connectionsTo(plugin, [...new Set(events.map(({ tenant }) => tenant))]);
    const ours = events
      .filter(({ eventId }) => eventId.length <= LONGEST_ID)
      .flatMap(({ tenant, eventId, wakes }) =>
        (known.get(tenant) ?? []).map((connectionId) => ({ connectionId, webhook: id, eventId, wakes })),
      );
    // The body is about others as well: nothing of it is kept.
    await this.keep(ours, '');
    return '';
  }

  private webhookOf(plugin: string, id: string): WebhookManifest | undefined {
    return this.plugins.get(plugin)?.manifest.webhooks.find((candidate) => candidate.id === id);
  }

  private async keep(events: WebhookEvent[], body: string): Promise<void> {
    for (const inbox of await this.events.store(events, body)) {
      this.events.handle(inbox).catch((error: unknown) => log.error(error));
    }
  }

  private async understood<T>(plugin: string, ask: (calls: PluginCalls) => Promise<T>): Promise<T> {
    try {
      return await ask(this.plugins.get(plugin)!.calls);
    } catch (error) {
      log.warn(`A notification could not be read: ${error instanceof Error ? error.message : error}`);
      throw new BadRequestException('This notification could not be read.');
    }
  }
}

function read(request: Request): { body: Buffer; notification: Notification } {
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  return { body, notification: { headers: plainHeaders(request), body: body.toString('utf8') } };
}

function plainHeaders({ headers }: Request): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
