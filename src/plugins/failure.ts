/** Why a plugin was not loaded: one line per thing to mend. */
export interface PluginFailure {
  folder: string;
  plugin?: string;
  /** Where in its declarations: 'tasks[0].schedule'. */
  field?: string;
  problem: string;
}

export class PluginFolderProblem extends Error {}
