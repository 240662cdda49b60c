/** A record that hangs below another of its kind. */
export interface Hanging {
  id: string;
  name: string;
  parentId?: string | null | undefined;
}

export interface Branch<Team extends Hanging> {
  team: Team;
  depth: number;
  below: Branch<Team>[];
}

/** The forest that the parents make, by name. A team whose parent is not there stands at the root; none is lost. */
export function treeOf<Team extends Hanging>(teams: readonly Team[]): Branch<Team>[] {
  const ids = new Set(teams.map((team) => team.id));
  const placed = new Set<string>();
  const branch = (team: Team, depth: number): Branch<Team> => {
    placed.add(team.id);
    const below = sorted(teams.filter((each) => each.parentId === team.id && !placed.has(each.id)));
    return { team, depth, below: below.map((each) => branch(each, depth + 1)) };
  };
  const roots = sorted(teams.filter((team) => !team.parentId || !ids.has(team.parentId)));
  const forest = roots.map((team) => branch(team, 0));
  const lost = sorted(teams.filter((team) => !placed.has(team.id)));
  return [...forest, ...lost.flatMap((team) => (placed.has(team.id) ? [] : [branch(team, 0)]))];
}

const sorted = <Team extends Hanging>(teams: Team[]) => teams.sort((a, b) => a.name.localeCompare(b.name));

/** The tree as lines, top to bottom. */
export function lines<Team extends Hanging>(forest: readonly Branch<Team>[]): Branch<Team>[] {
  return forest.flatMap((branch) => [branch, ...lines(branch.below)]);
}

/** A team and everything below it: none of these can stand above it. */
export function withBelow<Team extends Hanging>(teams: readonly Team[], id: string): Set<string> {
  const found = new Set([id]);
  for (let grew = true; grew; ) {
    grew = false;
    for (const team of teams) {
      if (team.parentId && found.has(team.parentId) && !found.has(team.id)) {
        found.add(team.id);
        grew = true;
      }
    }
  }
  return found;
}
