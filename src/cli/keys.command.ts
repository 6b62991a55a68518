import { Audit } from '../accounts/audit.service.js';
import { BrokenSeal } from '../connections/seals/envelope.js';
import { Seals } from '../connections/seals/seals.js';
import { CannotDo, type Command, say, WrongUsage } from './command.js';
import { withHouse } from './house.js';

const WAY_OUT =
  'Put back the key they were sealed with (behind the others) and rotate again, or have those connections reconnected.';

export const keysCommand: Command = {
  usage: 'keys rotate',
  summary: 'encrypt every stored secret with a new key',
  async run([verb], settings) {
    if (verb !== 'rotate') throw new WrongUsage('the only verb of keys is rotate');
    return withHouse(settings, async (house) => {
      const seals = house.get(Seals);
      if (settings.secretKeys.length === 0) say(`New key: ${await seals.addKey()}`);
      const renewed = await seals.rotate().catch((error: unknown) => {
        throw error instanceof BrokenSeal ? new CannotDo(`${error.message}. ${WAY_OUT}`) : error;
      });
      const audit = house.get(Audit);
      // Each secret was renewed for itself: a rotation that was cut short is taken up again, and noted when it has ended.
      await audit.together(() => audit.record({ subject: 'The hub', action: 'keys rotated', after: { renewed } }));
      say(`${renewed} ${renewed === 1 ? 'secret is' : 'secrets are'} now encrypted with the newest key.`);
      return 0;
    });
  },
};
