/** A value, or why there is none, in words for the person who can mend it. */
export type Attempt<T> = Readonly<{ ok: true; value: T }> | Readonly<{ ok: false; message: string }>
