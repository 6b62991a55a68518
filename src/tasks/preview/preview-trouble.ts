/** An app or an addon stumbled while a preview was made. The message is for the page; anything else is ours and a bug. */
export class PreviewTrouble extends Error {
  override readonly name = 'PreviewTrouble';
}

/** What an addon's function answers; its errors are trouble that the page can tell of. */
export async function asked<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw new PreviewTrouble(error instanceof Error ? error.message : String(error), { cause: error });
  }
}
