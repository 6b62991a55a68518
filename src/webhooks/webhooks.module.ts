import { Module } from '@nestjs/common';
import { TasksEngineModule } from '../tasks/tasks-engine.module.js';
import { WebhookEvents } from './webhook-events.js';
import { WebhookSweep } from './webhook-sweep.js';
import { WebhooksController } from './webhooks.controller.js';

@Module({
  imports: [TasksEngineModule],
  controllers: [WebhooksController],
  providers: [WebhookEvents, WebhookSweep],
})
export class WebhooksModule {}
