/** What is wrong with a text as XML, as far as our own pictures could be wrong; undefined where nothing is. */
export const xmlFault = (text: string): string | undefined => {
  const open: string[] = []
  let rest = text.trim()
  while (rest !== '') {
    const [all = '', closing = '', name = '', attributes = '', alone = ''] = TAG.exec(rest) ?? []
    const [plain = ''] = TEXT.exec(rest) ?? []
    if (all === '' && plain === '') return `neither text nor a tag: ${rest.slice(0, 60)}`
    if (plain !== '' && open.length === 0) return `text outside of the root: ${plain}`
    if (all !== '' && closing === '') {
      const names = [...attributes.matchAll(/\s([\w:-]+)=/g)].map(([, attribute]) => attribute)
      if (new Set(names).size < names.length) return `an attribute twice: ${all}`
      if (alone === '') open.push(name)
    }
    if (closing !== '' && open.pop() !== name) return `${all} closes another one`
    rest = rest.slice((all || plain).length)
    if (open.length === 0 && rest !== '') return `more than one root: ${rest.slice(0, 60)}`
  }
  return open.length === 0 ? undefined : `left open: ${open.join(' ')}`
}

const CHARACTER = String.raw`(?:[^<>&"\p{Cc}\p{Cs}]|[\t\n\r]|&(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)`
const TAG = new RegExp(String.raw`^<(\/?)([\w:-]+)((?:\s+[\w:-]+="${CHARACTER}*")*)\s*(\/?)>`, 'u')
const TEXT = new RegExp(`^${CHARACTER}+`, 'u')

/** The texts of a picture, in its order. */
export const textsOf = (picture: string): readonly string[] =>
  [...picture.matchAll(/<text[^>]*>([\s\S]*?)<\/text>/g)].map(([, text = '']) => text.replace(/<[^>]*>/g, ''))
