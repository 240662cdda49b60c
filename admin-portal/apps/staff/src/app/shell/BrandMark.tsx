import { initials } from "../brandPage.ts";
import { broker, logoUrl } from "../broker.ts";
import classes from "./BrandMark.module.css";

/** The broker's logo, or two letters on his colour. */
export function BrandMark({ size }: { size?: string }) {
  const style = size ? { inlineSize: size, blockSize: size } : undefined;
  if (broker.logoSvg) return <img className={classes.logo} style={style} src={logoUrl(broker.logoSvg)} alt="" />;
  return (
    <span className={`${classes.logo} ${classes.letters}`} style={style} aria-hidden>
      {initials(broker.name)}
    </span>
  );
}
