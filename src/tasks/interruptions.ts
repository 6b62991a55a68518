/** Why a run's signal aborts. Thrown by its `stillOurs` and `keep` as well. */
export class LostLease extends Error {
  override readonly name = 'LostLease';

  constructor() {
    super('Another worker has taken this run over.');
  }
}

export class Cancelled extends Error {
  override readonly name = 'Cancelled';

  constructor() {
    super('A person cancelled this run.');
  }
}

export class StoodStill extends Error {
  override readonly name = 'StoodStill';

  constructor() {
    super('A person paused this run; it goes on from here.');
  }
}

export class ShuttingDown extends Error {
  override readonly name = 'ShuttingDown';

  constructor() {
    super('This process is ending; another one goes on from here.');
  }
}
