type Flight<Answer> = { answer: Promise<Answer>; next?: Promise<Answer> };

/**
 * The same function, asked one question once at a time however many ask it: who comes while it is asked shares the next
 * asking with all who came meanwhile. So no answer is older than its question, and nothing is kept.
 *
 * @param patienceMs who has waited so long for the one before asks beside it
 */
export function shareFlights<Question, Answer>(
  ask: (question: Question) => Promise<Answer>,
  patienceMs: number,
): (question: Question) => Promise<Answer> {
  const flights = new Map<string, Flight<Answer>>();

  function begin(key: string, question: Question): Promise<Answer> {
    const flight: Flight<Answer> = { answer: ask(question) };
    flights.set(key, flight);
    const end = (): void => {
      if (flights.get(key) === flight && flight.next === undefined) flights.delete(key);
    };
    flight.answer.then(end, end);
    return flight.answer;
  }

  const ended = ({ answer }: Flight<Answer>): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, patienceMs);
      const end = (): void => {
        clearTimeout(timer);
        resolve();
      };
      answer.then(end, end);
    });

  return (question) => {
    const key = JSON.stringify(question);
    const flight = flights.get(key);
    if (flight === undefined) return begin(key, question);
    flight.next ??= ended(flight).then(() => begin(key, question));
    return flight.next;
  };
}
