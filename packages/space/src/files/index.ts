export { codeOf, fileProblem } from './file-problem.ts'
export { makeFolder, readTextFile, writeTextFile } from './text-file.ts'
