/** Remembers how to undo what happens, so that a refused element leaves nothing behind. */
export class Journal {
  private readonly undoing: (() => void)[] = [];
  private depth = 0;

  note(undo: () => void): void {
    if (this.depth > 0) this.undoing.push(undo);
  }

  /** All of it, or nothing. */
  atomically<T>(happens: () => T): T {
    const mark = this.undoing.length;
    this.depth += 1;
    try {
      return happens();
    } catch (error) {
      while (this.undoing.length > mark) this.undoing.pop()?.();
      throw error;
    } finally {
      this.depth -= 1;
      if (this.depth === 0) this.undoing.length = 0;
    }
  }
}
