/** A field that somebody else changed since the form was opened, or that both changed. */
export interface FieldConflict<V> {
  field: keyof V & string;
  original: unknown;
  mine: unknown;
  theirs: unknown;
  /** Whether both changed it, to different values: then somebody must choose. */
  both: boolean;
}

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/** The fields of all of them, in the order of the first: a record of entries may lack some of another's. */
function fieldsOf<V extends object>(...records: readonly V[]): (keyof V & string)[] {
  return [...new Set(records.flatMap((record) => Object.keys(record) as (keyof V & string)[]))];
}

/** Fields that differ from what the form started with. */
export function changedFields<V extends object>(base: V, mine: V): (keyof V & string)[] {
  return fieldsOf(base, mine).filter((field) => !same(base[field], mine[field]));
}

/** Everything that differs between what was opened, mine and theirs, in the order of the form. */
export function differences<V extends object>(base: V, mine: V, theirs: V): FieldConflict<V>[] {
  return fieldsOf(base, mine, theirs)
    .filter((field) => !same(mine[field], theirs[field]))
    .map((field) => ({
      field,
      original: base[field],
      mine: mine[field],
      theirs: theirs[field],
      both: !same(base[field], mine[field]) && !same(base[field], theirs[field]),
    }));
}

/** What is taken unless somebody chooses: theirs where only they changed it, mine where I did. */
export function theirsAtFirst<V extends object>(base: V, mine: V, theirs: V): ReadonlySet<keyof V & string> {
  const own = new Set(changedFields(base, mine));
  return new Set(changedFields(base, theirs).filter((field) => !own.has(field)));
}

/** Their record with mine in each field that is not theirs. */
export function merged<V extends object>(mine: V, theirs: V, keepTheirs: ReadonlySet<keyof V & string>): V {
  const own = fieldsOf(theirs, mine).filter((field) => !keepTheirs.has(field));
  return { ...theirs, ...Object.fromEntries(own.map((field) => [field, mine[field]])) };
}
