import { html, type Markup } from '../markup.js'
import { LIGHT } from '../style.js'

/** A picture of a page as a file of its own: with its size, its title, a white ground and the light colours in it. */
export const standAlone = (picture: Markup): string => {
  // XML has no control characters and no halves of a pair, escaped or not.
  const text = picture.text.replace(/(?![\n\t])\p{Cc}|\p{Cs}/gu, ' ')
  const [, width = '', height = '', label = ''] =
    /viewBox="0 0 (\S+) (\S+)" role="img" aria-label="([^"]*)"/.exec(text) ?? []
  const frame = html`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="Helvetica, Arial, sans-serif" `
  return `${text
    .replace('<svg ', frame.text)
    .replace('>', () => `><title>${label}</title><rect width="100%" height="100%" fill="${LIGHT.paper}"/>`)
    .replace(/(?<=")var\(--(\w+)\)(?=")/g, (whole, name: string) => LIGHT[name as keyof typeof LIGHT] ?? whole)}\n`
}
