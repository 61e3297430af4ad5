/**
 * The cases that a variable of the environment names by how their names begin, a comma list; all of them where it is not set.
 * @param named the variable's text
 */
export function chosen<Case extends { readonly name: string }>(cases: readonly Case[], named = ''): readonly Case[] {
  const beginnings = named.split(',').map((beginning) => beginning.trim())
  return cases.filter(({ name }) => beginnings.some((beginning) => name.startsWith(beginning)))
}
