/** Items of a set that share their slots, as a register's do, ask the chain once in this time. */
const KEPT_MS = 5_000;
const MAX_QUESTIONS = 500;

/**
 * The same function, which answers a question that was asked in the last five seconds as it did then.
 *
 * @param isTrouble which answers are not kept, as rejections never are: who asks next asks anew
 */
export function shareAnswers<Question extends readonly unknown[], Answer>(
  ask: (...question: Question) => Promise<Answer>,
  monotonicMs: () => number,
  isTrouble: (answer: Answer) => boolean = () => false,
): (...question: Question) => Promise<Answer> {
  const asked = new Map<string, { answer: Promise<Answer>; until: number }>();
  return (...question) => {
    const key = JSON.stringify(question);
    const known = asked.get(key);
    if (known !== undefined && monotonicMs() < known.until) return known.answer;
    const entry = { answer: ask(...question), until: monotonicMs() + KEPT_MS };
    const forget = (): void => void (asked.get(key) === entry && asked.delete(key));
    entry.answer.then((answer) => isTrouble(answer) && forget(), forget);
    asked.delete(key);
    asked.set(key, entry);
    if (asked.size > MAX_QUESTIONS) asked.delete(asked.keys().next().value as string);
    return entry.answer;
  };
}
