import { PluginRegistry } from '../plugins/plugin-registry.js';
import { type Command, say } from './command.js';
import { withHouse } from './house.js';

export const pluginsCommand: Command = {
  usage: 'plugins',
  summary: 'list the plugins, and what is wrong with those that were not loaded',
  async run(_, settings) {
    return withHouse(settings, async (house) => {
      const registry = house.get(PluginRegistry);
      for (const { manifest, folder, contained } of registry.all()) {
        const where = contained ? 'in a process of its own' : 'in the hub';
        say(
          `${manifest.id}  ${manifest.version}  ${manifest.name}, ${manifest.tasks.length} tasks, runs ${where}  ${folder}`,
        );
      }
      const failures = registry.failures();
      for (const { folder, plugin, field, problem } of failures) {
        say(`NOT LOADED  ${[plugin ?? folder, field, problem].filter(Boolean).join(': ')}`);
      }
      return failures.length === 0 ? 0 : 1;
    });
  },
};
