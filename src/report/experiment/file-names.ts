/** Names as names of files on any system, each once: letters without accents, digits, dots and dashes. */
export const fileNames = (names: readonly string[]): readonly string[] => {
  const taken = new Set<string>()
  return names.map(name => {
    const plain =
      name
        .normalize('NFKD')
        .replace(/\p{M}/gu, '')
        .replace(/[^\w.-]+/g, '-')
        .replace(/^[.-]+|[.-]+$/g, '')
        .slice(0, 80) || 'problem'
    let free = plain
    for (let i = 2; taken.has(free.toLowerCase()); i++) free = `${plain}-${i}`
    taken.add(free.toLowerCase())
    return free
  })
}
