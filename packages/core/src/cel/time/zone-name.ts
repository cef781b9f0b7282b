/** Words in names of zones that are not written with one capital letter. */
const WORDS: ReadonlySet<string> = new Set(
  [
    'of au es McMurdo DumontDUrville ComodRivadavia BajaNorte BajaSur EasterIsland DeNoronha IN ACT LHI NSW US GB NZ',
    'CHAT PRC ROC ROK UCT UTC SU EST MST HST EET CET MET WET EST5EDT CST6CDT MST7MDT PST8PDT',
  ].flatMap((line) => line.split(' ')),
)

/**
 * Whether a text is written as the IANA data base writes its names: a server finds zones as files, so case counts, but `Intl`
 * takes any case.
 */
export function isZoneName(text: string): boolean {
  return text.split('/').every((part) => {
    if (/^GMT(?:[+-]?\d{1,2})?$/.test(part)) return true
    return part.split(/[_-]/).every((word) => WORDS.has(word) || /^[A-Z][a-z]*$/.test(word))
  })
}
