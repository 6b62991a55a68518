import { Injectable } from '@nestjs/common';
import { Settings } from '../settings/settings.js';
import { addressOf } from './door/address.js';
import { Endpoints } from './door/endpoints.js';
import { Wire } from './door/wire.js';
import { strikerOf } from './strike-out.js';

const PATIENCE = 15_000;

/** Carries JSON to an address that a merchant typed: https alone, a public address alone, and nothing of the answer but its status. */
@Injectable()
export class PublicPost {
  private readonly endpoints: Endpoints;

  constructor(
    private readonly wire: Wire,
    settings: Settings,
  ) {
    this.endpoints = new Endpoints(settings.endpoints);
  }

  /** What is wrong with an address, in words; undefined when nothing is. */
  wrongWith(url: string): string | undefined {
    try {
      this.addressOf(url);
      return undefined;
    } catch (error) {
      return (error as Error).message;
    }
  }

  async post(url: string, json: string, headers: Record<string, string>): Promise<number> {
    const letter = {
      method: 'POST' as const,
      address: this.addressOf(url),
      headers: { ...headers, 'content-type': 'application/json', 'user-agent': 'Patchbay', accept: 'application/json' },
      body: json,
      repeatable: false,
      reads: false,
      timeout: PATIENCE,
      strike: strikerOf([]),
      hidden: new Set<string>(),
    };
    const { status } = await this.wire.carry(letter, new AbortController().signal);
    return status;
  }

  private addressOf(url: string) {
    if (!URL.canParse(url)) throw new Error('This is no address.');
    return addressOf({ path: url }, { hosts: [new URL(url).hostname], connection: undefined }, {}, this.endpoints);
  }
}
