import { defineConfig } from 'tsup'
import { packageBuild } from '../../tsup.base.ts'

export default defineConfig(
  packageBuild(
    {
      index: 'src/index.ts',
      'select/index': 'src/select/index.ts',
      'api/crd': 'src/api/crd.ts',
      'testing/index': 'src/testing/index.ts',
    },
    'neutral',
  ),
)
