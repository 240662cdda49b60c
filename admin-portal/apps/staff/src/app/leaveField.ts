/**
 * Gives the focus from a field to what it stands in (a panel, the page), so that single keys are shortcuts again and the
 * keyboard keeps its place.
 */
export function leaveField(field: HTMLElement | null): void {
  field?.parentElement?.closest<HTMLElement>("[tabindex]")?.focus({ preventScroll: true });
  if (document.activeElement === field) field?.blur();
}
