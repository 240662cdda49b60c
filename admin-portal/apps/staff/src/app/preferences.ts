import { graphql } from "@brokerdesk/api";
import { useMantineColorScheme } from "@mantine/core";
import { useEffect } from "react";
import { useMutation } from "urql";
import { zoneAmong } from "./days.ts";
import { errorText } from "./errors.ts";
import { readTimesIn } from "./format.ts";
import { speak } from "./language.ts";
import { patiently } from "./patiently.ts";
import { shortcuts } from "./shortcuts.tsx";
import { toast } from "./toasts.tsx";
import { useViewer, type Viewer } from "./viewer.tsx";

const ChangePreferencesDocument = graphql(`
  mutation ChangePreferences($input: ChangePreferencesInput!) {
    changePreferences(input: $input) {
      errors { code message path }
    }
  }
`);

export type Theme = "light" | "dark" | "system";
export type Density = "compact" | "normal" | "comfortable";
export const themes: readonly Theme[] = ["light", "dark", "system"];
export const densities: readonly Density[] = ["compact", "normal", "comfortable"];

export function themeOf(preferences: Viewer["preferences"]): Theme {
  return themes.find((theme) => theme === preferences.theme) ?? "system";
}

export function densityOf(preferences: Viewer["preferences"]): Density {
  return densities.find((density) => density === preferences.density) ?? "normal";
}

/** The zone of the viewer's days and times: the chosen one, else the broker's, else the browser's. */
export function useZone(): string {
  const { broker, preferences } = useViewer().viewer;
  return zoneAmong(preferences.timeZone, broker.timeZone);
}

/** Makes the page look the way the viewer has chosen, wherever he signs in. */
export function useAppliedPreferences(): void {
  const { viewer } = useViewer();
  const { setColorScheme } = useMantineColorScheme();
  const theme = themeOf(viewer.preferences);
  const density = densityOf(viewer.preferences);
  const { locale } = viewer.preferences;
  readTimesIn(useZone(), viewer.preferences);
  useEffect(() => {
    void patiently(() => speak(locale));
  }, [locale]);
  useEffect(() => setColorScheme(theme === "system" ? "auto" : theme), [theme, setColorScheme]);
  useEffect(() => {
    document.documentElement.dataset.density = density;
  }, [density]);
  useEffect(() => {
    shortcuts.enabled = viewer.preferences.shortcuts;
  }, [viewer.preferences.shortcuts]);
}

export function useChangePreferences() {
  const [, change] = useMutation(ChangePreferencesDocument);
  const { setColorScheme } = useMantineColorScheme();
  return async (input: { theme?: Theme; density?: Density; shortcuts?: boolean }) => {
    if (input.theme) setColorScheme(input.theme === "system" ? "auto" : input.theme);
    if (input.density) document.documentElement.dataset.density = input.density;
    const { data, error } = await change({ input });
    const problem = error ? errorText(error) : data?.changePreferences.errors[0]?.message;
    if (problem) toast.failed(problem);
  };
}
