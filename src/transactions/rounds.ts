/** Gathers what is asked for while a round is under way for the next one, so that the database is asked once a round. */
export class Rounds<Item> {
  private waiting: { item: Item; done: () => void; failed: (error: unknown) => void }[] = [];
  private working = false;

  constructor(private readonly work: (items: Item[]) => Promise<void>) {}

  /** Resolves when the round that has this in it has ended; what it throws is thrown to all of it. */
  add(item: Item): Promise<void> {
    return new Promise((done, failed) => {
      this.waiting.push({ item, done, failed });
      if (!this.working) void this.go();
    });
  }

  private async go(): Promise<void> {
    this.working = true;
    while (this.waiting.length > 0) {
      const round = this.waiting.splice(0);
      try {
        await this.work(round.map(({ item }) => item));
        for (const { done } of round) done();
      } catch (error) {
        for (const { failed } of round) failed(error);
      }
    }
    this.working = false;
  }
}
