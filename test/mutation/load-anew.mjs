// Resolves the files of this project anew for each load that is asked for (`?load=2`), so that what is computed when they are loaded is
// computed again, in the same process. What others made is loaded once.

const LOAD = /\?load=\d+$/

export async function resolve(specifier, context, nextResolve) {
  const found = await nextResolve(specifier, context)
  const [load] = LOAD.exec(context.parentURL ?? '') ?? []
  if (load === undefined || found.url.includes('?') || !isOfProject(found.url)) return found
  return { ...found, url: found.url + load }
}

function isOfProject(url) {
  return url.startsWith('file:') && !url.includes('/node_modules/')
}
