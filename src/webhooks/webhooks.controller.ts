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
import type { Notification } from '../sdk/index.js';
import { IdParam } from '../web/id-param.js';
import { WebhookEvents } from './webhook-events.js';

const log = new Logger('webhooks');

/** The one door for notifications: verify, store, answer; what they are about begins afterwards. */
@Controller('webhooks/:plugin/:connection/:webhook')
export class WebhooksController {
  constructor(
    private readonly plugins: PluginRegistry,
    private readonly connections: Connections,
    private readonly check: NotificationCheck,
    private readonly events: WebhookEvents,
  ) {}

  @Public()
  @Post()
  @HttpCode(200)
  async create(
    @Param('plugin') plugin: string,
    @Param('connection', IdParam) connectionId: number,
    @Param('webhook') id: string,
    @Req() request: Request,
  ): Promise<string> {
    const webhook = this.plugins.get(plugin)?.manifest.webhooks.find((candidate) => candidate.id === id);
    const connection = webhook && (await this.connections.get(connectionId));
    if (!webhook || webhook.appWide || connection?.plugin !== plugin) throw new NotFoundException();
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const notification = { headers: plainHeaders(request), body: body.toString('utf8') };
    if (!(await this.check.isGenuine(connectionId, webhook.verify, notification, body)))
      throw new UnauthorizedException();
    const event = { connectionId, webhook: id, ...(await this.read(plugin, id, notification)) };
    if (await this.events.store(event, notification.body)) {
      this.events.handle(event).catch((error: unknown) => log.error(error));
    }
    return '';
  }

  private async read(
    plugin: string,
    webhook: string,
    notification: Notification,
  ): Promise<{ eventId: string; wakes: string[] }> {
    try {
      const { eventId, wakes } = await this.plugins.get(plugin)!.calls.notified(webhook, notification);
      if (typeof eventId === 'string' && eventId !== '' && eventId.length <= 191 && Array.isArray(wakes))
        return { eventId, wakes };
    } catch (error) {
      log.warn(`A notification could not be read: ${error instanceof Error ? error.message : error}`);
    }
    throw new BadRequestException('This notification could not be read.');
  }
}

function plainHeaders({ headers }: Request): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
