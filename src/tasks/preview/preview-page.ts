import { Injectable } from '@nestjs/common';
import { Connections } from '../../connections/connections.service.js';
import { appHeader, lostOf } from '../../installations/app-header.js';
import type { Installation } from '../../installations/installation.entity.js';
import { placesNamed } from '../../installations/places-named.js';
import { recordWords } from '../../installations/record-words.js';
import { Readiness } from '../readiness.js';
import type { Leafing } from './leaf.js';
import { PreviewDocuments } from './preview-documents.js';
import { PreviewImports } from './preview-imports.js';
import { documentsShown, importShown, type PlacesOf, statesShown } from './preview-shown.js';
import { PreviewStates } from './preview-states.js';
import type { PreviewSubject } from './preview-subject.js';
import { PreviewTrouble } from './preview-trouble.js';

/** The page that shows what a run would do. */
@Injectable()
export class PreviewPage {
  constructor(
    private readonly documents: PreviewDocuments,
    private readonly states: PreviewStates,
    private readonly imports: PreviewImports,
    private readonly readiness: Readiness,
    private readonly connections: Connections,
  ) {}

  async data(it: Installation, subject: PreviewSubject, asked: Leafing) {
    const { task, plugin, key } = subject;
    const { obstacle } = await this.readiness.one(key);
    const preview = await this.preview(it, subject, asked);
    // Looked at last: making the preview may be how it came out.
    const connection = it.connectionId === null ? undefined : await this.connections.get(it.connectionId);
    return {
      title: `Preview · ${task.title}`,
      header: appHeader(it, plugin.manifest, 'tasks', connection),
      lost: lostOf(it, plugin.manifest, connection),
      task: { id: task.id, title: task.title, records: recordWords(task.record) },
      back: `/installations/${it.id}/tasks/${task.id}`,
      base: `/installations/${it.id}/tasks`,
      appName: plugin.manifest.name,
      obstacle,
      goLive: task.direction === 'out' && it.state === 'importing' ? `/installations/${it.id}/go-live` : undefined,
      ...preview,
    };
  }

  /** An app that can't be asked, or a plugin that stumbles, leaves a page that says so. */
  private async preview(it: Installation, subject: PreviewSubject, asked: Leafing) {
    const places: PlacesOf = (reason) => placesNamed(reason, it, subject.plugin.manifest);
    const { task, plugin, facts } = subject;
    const { timeZone } = facts.store;
    try {
      if (task.kind === 'document') {
        return { documents: documentsShown(await this.documents.of(subject, asked.after), places, asked) };
      }
      if (task.kind === 'state') {
        const preview = await this.states.of({ ...subject, task });
        return { states: statesShown(task.record, preview, timeZone, places, asked) };
      }
      const { connectionId } = subject;
      if (connectionId === null) return { problem: `${plugin.manifest.name} is not connected yet.` };
      const preview = await this.imports.of({ ...subject, task, connectionId }, asked.everything);
      return { incoming: importShown(task.record, preview, timeZone, asked) };
    } catch (error) {
      if (!(error instanceof PreviewTrouble)) throw error;
      return { problem: error.message };
    }
  }
}
