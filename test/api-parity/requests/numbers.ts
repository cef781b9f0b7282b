import { get, jsonPatch, mergePatch, post, scenario, send, theme, untold } from '../scenario.ts'
import { CONFIG_MAPS, configMap, SERVICES, service, WIDGETS, widget, withWidgets } from './objects.ts'

const raw = (spec: string, name = 'w') =>
  send('POST', WIDGETS, {
    text: `{"apiVersion":"$group/v1","kind":"Widget","metadata":{"name":"${name}"},"spec":{"mode":"a",${spec}}}`,
    contentType: 'application/json',
  })
const rawPatch = (text: string) =>
  send('PATCH', `${WIDGETS}/w`, { text, contentType: 'application/merge-patch+json' })

export const numbers = theme(
  'numbers',
  scenario(
    'of any size',
    withWidgets(),
    raw('"count":9007199254740993,"any":{"big":9223372036854775807,"small":-9223372036854775808}'),
    rawPatch('{"spec":{"count":9007199254740995}}'),
    get(`${WIDGETS}/w`),
    raw('"any":{"tooBig":9223372036854775808}', 'x'),
    raw('"any":{"zero":-0,"minus":-0.0,"e":1e3,"f":1.0,"g":1.5e300,"h":0.1}', 'y'),
    raw('"count":1.0', 'z'),
    raw('"count":1e2', 'q'),
    raw('"count":1.5', 'r'),
    raw('"ratio":3', 's'),
    raw('"ratio":1e400', 't'),
    raw('"any":{"twice":1,"twice":2}', 'u'),
    raw('"count":01', 'v'),
  ),
  scenario(
    'keys and texts of any kind',
    withWidgets(),
    post(
      WIDGETS,
      widget('w', {
        mode: 'a',
        any: {
          ['__proto__']: { x: 1 },
          constructor: 1,
          '': 'empty',
          'a/b~c': 1,
          'a.b': 2,
          'ü→🎉': '\u0000\u2028<>&',
        },
      }),
    ),
    send('POST', WIDGETS, {
      text: '{"apiVersion":"$group/v1","kind":"Widget","metadata":{"name":"p"},"spec":{"mode":"a","any":{"__proto__":{"x":1},"toString":{"y":2}}}}',
    }),
    jsonPatch(`${WIDGETS}/w`, [
      { op: 'add', path: '/spec/any/a~1b~0c', value: 2 },
      { op: 'add', path: '/spec/any/', value: 'was empty' },
    ]),
    mergePatch(`${WIDGETS}/w`, { spec: { any: { constructor: null, hasOwnProperty: 1 } } }),
    get(`${WIDGETS}/w`),
    post(CONFIG_MAPS, configMap('c', { constructor: 'x', k: '\ud83c\udf89 \u0007 "quoted" \\ </script>' })),
    send('POST', CONFIG_MAPS, { text: '{"metadata":{"name":"lone"},"data":{"k":"\\ud800"}}' }),
    send('POST', CONFIG_MAPS, { text: '{"metadata":{"name":"case"},"Data":{"k":"v"},"DATA":{"l":"m"}}' }),
  ),
  scenario(
    'sizes',
    post(CONFIG_MAPS, configMap('a', {}, { annotations: { a: 'x'.repeat(262_145) } })),
    untold(post(CONFIG_MAPS, configMap('b'))),
    mergePatch(`${CONFIG_MAPS}/b`, { metadata: { annotations: { a: 'x'.repeat(262_144) } } }),
    send('POST', CONFIG_MAPS, {
      text: `{"metadata":{"name":"huge"},"data":{"k":"${'x'.repeat(3_200_000)}"}}`,
    }),
    send('POST', CONFIG_MAPS, {
      text: `{"metadata":{"name":"data"},"data":{"k":"${'x'.repeat(1_048_577)}"}}`,
    }),
    send('POST', CONFIG_MAPS, {
      text: `{"metadata":{"name":"deep"},"data":${'['.repeat(20_000)}${']'.repeat(20_000)}}`,
    }),
    post(SERVICES, service('s', { spec: { ports: [{ port: 70_000 }] } })),
    post(SERVICES, service('s', { spec: { ports: [{ port: -1 }] } })),
  ),
)
