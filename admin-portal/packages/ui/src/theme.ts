import {
  Alert,
  Badge,
  Button,
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  Input,
  type MantineColorsTuple,
  type MantineThemeOverride,
  Menu,
  Modal,
  Notification,
  Portal,
  Tooltip,
} from "@mantine/core";
import { type BrandScale, type SchemeBrand, surfaces } from "./brand.ts";

const darkScale: MantineColorsTuple = [
  "#e6e8ee",
  "#c3c8d4",
  "#a6adbd",
  "#7d8597",
  "#3d4351",
  "#2f343f",
  "#232731",
  "#14161b",
  "#101216",
  "#0b0d10",
];

const grayScale: MantineColorsTuple = [
  "#f7f8fa",
  "#f0f2f5",
  "#e5e8ed",
  "#d5dae2",
  "#bcc3cf",
  "#8d96a6",
  "#5b6577",
  "#454e5f",
  "#2b3240",
  "#171a21",
];

/** Mantine's theme for one broker; `texts` in the reader's language. */
export function portalTheme(brand: BrandScale, texts: { close: string }): MantineThemeOverride {
  const closeButtonProps = { "aria-label": texts.close };
  return createTheme({
    colors: { brand: brand.shades as unknown as MantineColorsTuple, dark: darkScale, gray: grayScale },
    primaryColor: "brand",
    primaryShade: { light: 6, dark: 5 },
    black: surfaces.light.text,
    fontFamily:
      '"Inter Variable", ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans Arabic", "Helvetica Neue", Arial, sans-serif',
    fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace',
    fontSizes: { xs: "0.75rem", sm: "0.8125rem", md: "0.875rem", lg: "1rem", xl: "1.25rem" },
    lineHeights: { xs: "1.4", sm: "1.45", md: "1.5", lg: "1.55", xl: "1.6" },
    headings: { fontWeight: "600" },
    defaultRadius: "md",
    radius: { xs: "3px", sm: "5px", md: "7px", lg: "10px", xl: "16px" },
    cursorType: "pointer",
    respectReducedMotion: true,
    focusRing: "auto",
    variantColorResolver: (input) => {
      const resolved = defaultVariantColorsResolver(input);
      const isBrand = input.color === undefined || input.color === "brand";
      if (input.variant === "filled" && isBrand) {
        return {
          ...resolved,
          background: "var(--bd-brand-filled)",
          hover: "var(--bd-brand-filled-hover)",
          color: "var(--bd-brand-on-filled)",
        };
      }
      if (input.variant === "filled" && input.color === "red") {
        return { ...resolved, background: "#b42318", hover: "#94190f", color: "#ffffff" };
      }
      if (isBrand && (input.variant === "subtle" || input.variant === "transparent")) {
        return {
          ...resolved,
          color: "var(--bd-brand-text)",
          hover: "var(--bd-brand-tint)",
          hoverColor: "var(--bd-brand-text)",
        };
      }
      if (isBrand && (input.variant === "light" || input.variant === "outline")) {
        return { ...resolved, color: "var(--bd-brand-text)" };
      }
      return resolved;
    },
    components: {
      Badge: Badge.extend({ defaultProps: { radius: "sm", tt: "none", fw: 500 } }),
      Alert: Alert.extend({ defaultProps: { p: "xs" } }),
      Button: Button.extend({ defaultProps: { size: "xs" } }),
      InputWrapper: Input.Wrapper.extend({
        defaultProps: { inputWrapperOrder: ["label", "input", "description", "error"] },
      }),
      Menu: Menu.extend({ defaultProps: { withInitialFocusPlaceholder: false } }),
      Modal: Modal.extend({
        defaultProps: {
          centered: true,
          transitionProps: { duration: 120 },
          overlayProps: { backgroundOpacity: 0.4 },
          closeButtonProps,
          // The kit's header element would count as a second banner of the page.
          attributes: { header: { role: "presentation" } },
        },
      }),
      // their lists scroll by themselves: see global.css
      MultiSelect: { defaultProps: { withScrollArea: false } },
      Select: { defaultProps: { withScrollArea: false } },
      Notification: Notification.extend({ defaultProps: { closeButtonProps } }),
      Portal: Portal.extend({ defaultProps: { target: "#layers" } }),
      Tooltip: Tooltip.extend({
        defaultProps: { openDelay: 350, withArrow: true, multiline: true, maw: 300, fz: "xs" },
      }),
    },
  });
}

function brandVariables(brand: SchemeBrand) {
  return {
    "--bd-brand-filled": brand.filled,
    "--bd-brand-filled-hover": brand.filledHover,
    "--bd-brand-on-filled": brand.onFilled,
    "--bd-brand-text": brand.text,
    "--bd-brand-tint": brand.tint,
    "--mantine-color-anchor": brand.text,
    "--mantine-primary-color-contrast": brand.onFilled,
    "--mantine-color-brand-filled": brand.filled,
    "--mantine-color-brand-filled-hover": brand.filledHover,
    "--mantine-primary-color-filled": brand.filled,
    "--mantine-primary-color-filled-hover": brand.filledHover,
  };
}

/** The portal's own colours beside Mantine's, each pair checked for contrast. */
export const portalVariables =
  (brand: BrandScale): CSSVariablesResolver =>
  () => ({
    variables: {},
    light: {
      ...brandVariables(brand.light),
      "--mantine-color-body": surfaces.light.body,
      "--mantine-color-text": surfaces.light.text,
      "--mantine-color-dimmed": "#5b6577",
      "--mantine-color-placeholder": "#6b7485",
      "--mantine-color-error": "#b42318",
      "--mantine-color-default-border": "#d5dae2",
      "--bd-panel": surfaces.light.panel,
      "--bd-line": "#e5e8ed",
      "--bd-line-strong": "#d5dae2",
      "--bd-hover": "#f3f5f8",
    },
    dark: {
      ...brandVariables(brand.dark),
      "--mantine-color-body": surfaces.dark.body,
      "--mantine-color-text": surfaces.dark.text,
      "--mantine-color-dimmed": "#a0a8b8",
      "--mantine-color-placeholder": "#8d95a6",
      "--mantine-color-error": "#ff9a92",
      "--mantine-color-default": "#1b1e25",
      "--mantine-color-default-hover": "#232731",
      "--mantine-color-default-border": "#3d4351",
      "--bd-panel": surfaces.dark.panel,
      "--bd-line": "#262a33",
      "--bd-line-strong": "#343945",
      "--bd-hover": "#1d2028",
    },
  });
