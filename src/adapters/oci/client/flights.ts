/** A function that joins a call for the same key to the one that is under way. */
export function createFlights<T>(): (key: string, run: () => Promise<T>) => Promise<T> {
  const flights = new Map<string, Promise<T>>();
  return (key, run) => {
    const joined = flights.get(key);
    if (joined !== undefined) return joined;
    const flight = run().finally(() => flights.delete(key));
    flights.set(key, flight);
    return flight;
  };
}

/** A function that lets calls for the same key wait for each other. */
export function createTurns(): (key: string, run: () => Promise<void>) => Promise<void> {
  const last = new Map<string, Promise<unknown>>();
  return async (key, run) => {
    // How the one before fared is for its own caller.
    const turn = Promise.allSettled([last.get(key)]).then(run);
    const settled = Promise.allSettled([turn]);
    last.set(key, settled);
    try {
      await turn;
    } finally {
      if (last.get(key) === settled) last.delete(key);
    }
  };
}
