/** Names and numbers in one line that wraps. */
export function Counts({ counts }: { counts: [name: string, label: string, value: number][] }) {
  return (
    <dl className="counts">
      {counts.map(([name, label, value]) => (
        <div key={name} data-count={name}>
          <dt>{label}</dt>
          <dd className="number">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
