import type { Json } from '@downsync/core'

/** A Deployment of two replicas in the namespace shop. */
export const kiosk: Json = {
  metadata: { name: 'kiosk', namespace: 'shop' },
  spec: {
    replicas: 2,
    selector: { matchLabels: { run: 'kiosk' } },
    template: {
      metadata: { labels: { run: 'kiosk' } },
      spec: { containers: [{ name: 'kiosk', image: 'registry.example.com/kiosk:1' }] },
    },
  },
}
