import type { INestApplicationContext } from '@nestjs/common';
import { UsersService } from '../../accounts/users.service.js';
import { Clock } from '../../clock/clock.js';
import { SCENES, type Scene } from './scenes.js';
import type { SignIn } from './sign-ins.js';
import { type Cast, Stage } from './stage.js';
import type { Twin } from './twins.js';

const A_WHILE = 20_000;

export interface Story {
  signIns: SignIn[];
  twins: Twin[];
  stopping: AbortSignal;
  /** Hears how far it is. */
  tell(line: string): void;
}

/** Sets the further stores up while the first one can be used already. What an earlier start has done is left alone. */
export async function tellStory(hub: INestApplicationContext, story: Story): Promise<void> {
  const cast = await castOf(hub, story.signIns);
  // Somebody has changed a password: then it is their hub, and no longer a stage.
  if (!cast) return;
  const stage = new Stage(hub, story.twins, cast, story.stopping);
  try {
    for (const scene of SCENES) {
      await played(scene, stage);
      story.tell(`Ready: ${scene.title}`);
    }
  } catch (error) {
    if (story.stopping.aborted) return;
    story.tell(`The rest of the demo could not be set up: ${(error as Error).message} The next start tries again.`);
  }
}

/** Whoever tries things out meanwhile may use up what an app allows in a minute. */
async function played({ play }: Pick<Scene, 'play'>, stage: Stage, triesLeft = 3): Promise<void> {
  try {
    await play(stage);
  } catch (error) {
    if (stage.signal.aborted || triesLeft === 0) throw error;
    await stage.get(Clock).sleep(A_WHILE, stage.signal);
    await played({ play }, stage, triesLeft - 1);
  }
}

async function castOf(hub: INestApplicationContext, signIns: SignIn[]): Promise<Cast | undefined> {
  const find = async (wanted: SignIn['role']) => {
    const who = signIns.find(({ role }) => role === wanted);
    return who && (await hub.get(UsersService).whoSigns(who.email, who.password));
  };
  const [merchant, staff] = [await find('merchant'), await find('staff')];
  return merchant && staff ? { merchant, staff } : undefined;
}
