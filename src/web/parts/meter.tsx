/** Shows the used part of a limit: neutral until 80 %, amber from there, red at the limit. The figures are always beside it. */
export function Meter({ label, text, used, limit }: { label: string; text: string; used: number; limit: number }) {
  const share = limit === 0 ? 1 : used / limit
  const tone = share >= 1 ? 'red' : share >= 0.8 ? 'amber' : 'neutral'
  return (
    <div className="meter">
      <span className="meter-text">
        <span>{label}</span>
        <span>{text}</span>
      </span>
      <span
        className={`meter-bar ${tone}`}
        role="meter"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={limit}
        aria-valuenow={Math.min(used, limit)}
        aria-valuetext={text}
      >
        <span style={{ width: `${Math.min(share, 1) * 100}%` }} />
      </span>
    </div>
  )
}
