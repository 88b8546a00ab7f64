import { printAttributePath } from './attribute-path.ts'
import type { Filter, LogicalFilter } from './scim-filter.ts'

/**
 * The filter as text that `parseFilter` reads back as the same tree, positions aside: operators in
 * lower case, attribute names as written, one blank between words, and no bracket that could go.
 *
 * @see RFC 7644 section 3.4.2.2
 */
export function printFilter(filter: Filter): string {
  switch (filter.kind) {
    case 'compare': {
      const value = JSON.stringify(filter.value)
      return `${printAttributePath(filter.attribute)} ${filter.operator} ${value}`
    }
    case 'present':
      return `${printAttributePath(filter.attribute)} pr`
    case 'valuePath':
      return `${printAttributePath(filter.attribute)}[${printFilter(filter.filter)}]`
    case 'not':
      return `not (${printFilter(filter.filter)})`
    default:
      return printLogical(filter)
  }
}

function printLogical({ kind, operands }: LogicalFilter): string {
  const needBrackets = kind === 'and' ? ['and', 'or'] : ['or']
  return operands
    .map((operand) => {
      const text = printFilter(operand)
      return needBrackets.includes(operand.kind) ? `(${text})` : text
    })
    .join(` ${kind} `)
}
