import type { Mapping } from '../mapping.js';
import type { OAuth2Connection } from '../oauth2.js';
import type { Plugin } from '../plugin.js';
import type { DocumentTask, ImportTask, StateTask, Task } from '../tasks/index.js';
import type { AppWebhook, ConnectionWebhook } from '../webhook.js';

// What a plugin declares, by the names that the host calls it by. Who asks for something else has a bug.

export function consentOf({ id, connection }: Plugin): OAuth2Connection {
  if (connection?.kind !== 'oauth2') throw new Error(`${id} is not connected by OAuth 2`);
  return connection;
}

function taskOf(plugin: Plugin, id: string): Task {
  const task = plugin.tasks?.find((candidate) => candidate.id === id);
  if (!task) throw new Error(`${plugin.id} has no task '${id}'`);
  return task;
}

export function importOf(plugin: Plugin, id: string): ImportTask {
  const task = taskOf(plugin, id);
  if (task.direction !== 'in') throw new Error(`${id} is no import`);
  return task;
}

export function exportOf(plugin: Plugin, id: string): DocumentTask | StateTask {
  const task = taskOf(plugin, id);
  if (task.direction !== 'out') throw new Error(`${id} is no export`);
  return task;
}

export function documentTaskOf(plugin: Plugin, id: string): DocumentTask {
  const task = exportOf(plugin, id);
  if (task.kind !== 'document') throw new Error(`${id} exports no documents`);
  return task;
}

export function stateTaskOf(plugin: Plugin, id: string): StateTask {
  const task = exportOf(plugin, id);
  if (task.kind !== 'state') throw new Error(`${id} exports documents`);
  return task;
}

export function named<T>(entries: Record<string, T> | undefined, name: string): T {
  if (!entries || !Object.hasOwn(entries, name)) throw new Error(`the plugin declares no '${name}'`);
  return entries[name]!;
}

export function mappingOf(plugin: Plugin, id: string): Mapping {
  const ofTasks = (plugin.tasks ?? []).flatMap((task) => (task.direction === 'in' ? [task.mapping] : []));
  const mapping = [...(plugin.mappings ?? []), ...ofTasks].find((candidate) => candidate.id === id);
  if (!mapping) throw new Error(`${plugin.id} has no mapping '${id}'`);
  return mapping;
}

export function connectionWebhookOf({ id: plugin, webhooks }: Plugin, id: string): ConnectionWebhook {
  const webhook = webhooks?.find((candidate) => candidate.id === id);
  if (!webhook || webhook.appWide) throw new Error(`${plugin} has no webhook '${id}' of a connection`);
  return webhook;
}

export function appWebhookOf({ id: plugin, webhooks }: Plugin, id: string): AppWebhook {
  const webhook = webhooks?.find((candidate) => candidate.id === id);
  if (!webhook?.appWide) throw new Error(`${plugin} has no webhook '${id}' for all connections`);
  return webhook;
}
