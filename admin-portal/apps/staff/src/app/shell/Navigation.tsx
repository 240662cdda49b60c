import { useLingui } from "@lingui/react/macro";
import { Link } from "@tanstack/react-router";
import { visibleNavigation } from "../navigation.ts";
import { useViewer } from "../viewer.tsx";
import classes from "./Shell.module.css";

export function Navigation() {
  const { t, i18n } = useLingui();
  const { can } = useViewer();
  const items = visibleNavigation(can);
  const entry = (item: (typeof items)[number]) => (
    <Link
      key={item.to}
      to={item.to as "/clients"}
      className={classes.item}
      activeOptions={{ includeSearch: false }}
      aria-label={i18n._(item.label)}
    >
      <item.icon size={17} stroke={1.6} aria-hidden />
      <span className={classes.itemText}>{i18n._(item.label)}</span>
    </Link>
  );
  const settings = items.filter((item) => item.section === "settings");
  return (
    <nav className={classes.navigation} aria-label={t`Main`}>
      {items.filter((item) => item.section === "work").map(entry)}
      {settings.length > 0 && <span className={classes.section}>{t`Administration`}</span>}
      {settings.map(entry)}
    </nav>
  );
}
