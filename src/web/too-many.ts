import { HttpException } from '@nestjs/common';

/** Tried too often. The page says when to come back; machines read Retry-After. */
export class TooMany extends HttpException {
  constructor(readonly seconds: number) {
    super(`Try again in ${inWords(seconds)}.`, 429);
  }
}

function inWords(seconds: number): string {
  if (seconds < 90) return `${seconds} seconds`;
  return `${Math.ceil(seconds / 60)} minutes`;
}
