import { type LookupAddress, type LookupAllOptions, lookup as systemLookup } from 'node:dns';
import { BlockList, isIPv4, type LookupFunction } from 'node:net';
import { Injectable } from '@nestjs/common';
import { NotAllowed } from './not-allowed.js';

const closed = new BlockList();
const RESERVED_V4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const;
for (const [net, prefix] of RESERVED_V4) closed.addSubnet(net, prefix, 'ipv4');

// Of IPv6 only global unicast is open, less the ranges in it that wrap an IPv4 address or are reserved. Everything else,
// `::ffff:127.0.0.1` and NAT64 among it, is outside.
const open6 = new BlockList();
open6.addSubnet('2000::', 3, 'ipv6');
for (const [net, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  closed.addSubnet(net, prefix, 'ipv6');
}

/** Whether an address belongs to the open internet, not to this machine, its network or a cloud's inner services. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !closed.check(address, 'ipv4');
  return open6.check(address, 'ipv6') && !closed.check(address, 'ipv6');
}

export type Resolve = (
  host: string,
  options: LookupAllOptions,
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/** Finds the addresses of a name. */
@Injectable()
export class Names {
  resolve: Resolve = systemLookup;
}

/**
 * Name resolution for outgoing connections that refuses private addresses. It is asked while connecting, and the socket
 * goes to the very address judged here: a name that answers differently a moment later gains nothing.
 */
export function publicLookup(names: Names): LookupFunction {
  return (host, options, done) =>
    names.resolve(host, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, '');
      const inside = addresses.find(({ address }) => !isPublicAddress(address));
      if (inside) return done(new NotAllowed(`${host} leads to ${inside.address}, which isn't a public address.`), '');
      const [first] = addresses;
      if (!first) return done(new NotAllowed(`${host} leads nowhere.`), '');
      return options.all ? done(null, addresses) : done(null, first.address, first.family);
    });
}
