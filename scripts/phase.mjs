/** Runs one step and says in one line what it was, how it went and how long it took. */
export async function phase(title, step) {
  const began = performance.now();
  const took = () => `${((performance.now() - began) / 1000).toFixed(1)} s`;
  try {
    const result = await step();
    console.log(`✓ ${title}${typeof result === 'string' ? `: ${result}` : ''} (${took()})`);
    return result;
  } catch (error) {
    console.error(`✗ ${title}: ${error.message} (${took()})`);
    if (error.cause) console.error(`  The reason: ${error.cause.message}`);
    throw error;
  }
}
