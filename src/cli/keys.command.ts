import { Seals } from '../connections/seals/seals.js';
import { type Command, say, WrongUsage } from './command.js';
import { withHouse } from './house.js';

export const keysCommand: Command = {
  usage: 'keys rotate',
  summary: 'encrypt every stored secret with a new key',
  async run([verb], settings) {
    if (verb !== 'rotate') throw new WrongUsage('the only verb of keys is rotate');
    return withHouse(settings, async (house) => {
      const seals = house.get(Seals);
      if (settings.secretKeys.length === 0) say(`New key: ${await seals.addKey()}`);
      const renewed = await seals.rotate();
      say(`${renewed} ${renewed === 1 ? 'secret is' : 'secrets are'} now encrypted with the newest key.`);
      return 0;
    });
  },
};
