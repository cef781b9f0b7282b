import { describe, expect, it } from 'vitest'
import { newContents } from './containment.ts'
import {
  BANK,
  CONFIG_A,
  GADGET,
  itemOf,
  SHOP,
  WIDGET_IN_BANK,
  WIDGETS,
} from './mailbox-vocabulary.arbitrary.ts'

describe('what lives in what', () => {
  it('WRP-11 objects live in the Namespace that they name', () => {
    const contents = newContents()
    contents.add(itemOf(CONFIG_A), 'one')
    contents.add(itemOf(CONFIG_A), 'two')
    expect(contents.holdersOf(itemOf(SHOP))).toEqual(['one', 'two'])
    expect(contents.holdersOf(itemOf(BANK))).toEqual([])
  })

  it('WRP-11 objects are of the CRD that defines their kind, known by kind or by resource, or by the name alone', () => {
    const crd = itemOf(WIDGETS)
    const { resource: _, ...kindOnly } = itemOf(WIDGET_IN_BANK)
    for (const widget of [itemOf(WIDGET_IN_BANK), kindOnly]) {
      const contents = newContents()
      contents.add(widget, 'one')
      contents.add(itemOf(GADGET), 'two')
      expect(contents.holdersOf(crd)).toEqual(['one'])
    }
    const contents = newContents()
    contents.add(itemOf(WIDGET_IN_BANK), 'one')
    const bare = { ...crd, content: { ...crd.content, spec: null } }
    expect(contents.holdersOf(bare)).toEqual(['one'])
  })

  it('WRP-11 nothing lives in any other object', () => {
    const contents = newContents()
    contents.add(itemOf(CONFIG_A), 'one')
    expect(contents.holdersOf(itemOf(CONFIG_A))).toEqual([])
  })
})
