import { Injectable } from '@nestjs/common';
import type { Manifest } from '../../sdk/host/index.js';
import { type SetUpRequest, SetUpRequests } from './set-up-requests.service.js';

/** What a merchant sees of the set-up service beside an addon. */
export interface SetUpShown {
  appName: string;
  price: string;
  currency: string;
  help?: string;
  ask: string;
  asked?: SetUpRequest;
  working?: SetUpRequest;
  declined?: SetUpRequest;
  withdraw?: string;
}

/** *We set it up for you*: offered where an addon's listing names a fee. */
@Injectable()
export class SetUpOffer {
  constructor(private readonly requests: SetUpRequests) {}

  async of(storeId: number | undefined, { id, name, listing }: Manifest): Promise<SetUpShown | undefined> {
    if (!listing.setUp || storeId === undefined) return undefined;
    const latest = await this.requests.latest(storeId, id);
    const inState = (state: SetUpRequest['state']) => (latest?.state === state ? latest : undefined);
    return {
      appName: name,
      ...listing.setUp,
      ask: `/set-ups/new?${new URLSearchParams({ plugin: id })}`,
      asked: inState('asked'),
      working: inState('working'),
      declined: inState('declined'),
      withdraw: latest && `/set-ups/${latest.id}`,
    };
  }

  /** Only while somebody has asked and it isn't finished: beside what is being set up. */
  async underWay(storeId: number, manifest: Manifest): Promise<SetUpShown | undefined> {
    const shown = await this.of(storeId, manifest);
    return shown?.asked || shown?.working ? shown : undefined;
  }
}
