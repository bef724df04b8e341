/** Width of a text of some pixels height, near enough to leave room for it in any font; the letters of the East are square. */
export const textWidth = (text: string, size: number): number => {
  let width = 0
  for (const letter of text)
    width += WIDE.test(letter) ? 1 : NARROW.test(letter) ? 0.4 : CAPITAL.test(letter) ? 0.82 : 0.63
  return width * size
}
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]|\p{Extended_Pictographic}/u
const NARROW = /[iljtfrI.,:;'|![\]() -]/
const CAPITAL = /[A-Zmw@%]/

/** A text that fits, its end cut off where it is too long. */
export const fitting = (text: string, size: number, room: number): string => {
  if (textWidth(text, size) <= room) return text
  const letters = [...text]
  while (letters.length > 1 && textWidth(`${letters.join('')}…`, size) > room) letters.pop()
  return `${letters.join('')}…`
}

/** A coordinate: tenths of a pixel. */
export const round = (value: number): number => Number(value.toFixed(1))
