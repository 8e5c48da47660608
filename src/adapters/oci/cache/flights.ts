/** Gives all who ask for a key the same answer. */
export type Flights<T> = (key: string, ask: () => Promise<T>) => Promise<T>;

/**
 * Joins questions that are asked while an answer to the same one is under way.
 *
 * @param kept whether answers, refusals among them, hold for as long as this exists
 */
export function createFlights<T>(kept: boolean): Flights<T> & { readonly forget: (key: string) => void } {
  const answers = new Map<string, Promise<T>>();
  const flights: Flights<T> = (key, ask) => {
    const known = answers.get(key);
    if (known !== undefined) return known;
    const answer = kept ? ask() : ask().finally(() => answers.delete(key));
    answers.set(key, answer);
    return answer;
  };
  return Object.assign(flights, { forget: (key: string) => void answers.delete(key) });
}
