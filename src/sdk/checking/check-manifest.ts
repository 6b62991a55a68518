import type { Manifest } from '../manifest.js';
import { checkConnection } from './check-connection.js';
import { checkFields } from './check-fields.js';
import { checkIdentity } from './check-identity.js';
import { checkMappings, checkValueMaps } from './check-mappings.js';
import { checkStatements } from './check-statements.js';
import { checkTasks, checkWorkflows } from './check-tasks.js';
import { checkWebhooks, checkWizard } from './check-wizard.js';
import { manifestOutline } from './manifest-outline.js';
import { type Problem, problemsOf } from './outline.js';

/** All that is wrong with a manifest: first its shape, and once that is right, what it says. */
export function checkManifest(manifest: Manifest): Problem[] {
  const shape = problemsOf(manifestOutline, manifest);
  if (shape.length > 0) return shape;
  return [
    ...checkIdentity(manifest),
    ...checkConnection(manifest),
    ...checkWizard(manifest),
    ...checkFields(manifest),
    ...checkWorkflows(manifest),
    ...checkValueMaps(manifest),
    ...checkMappings(manifest),
    ...checkTasks(manifest),
    ...checkWebhooks(manifest),
    ...checkStatements(manifest),
  ];
}
