import { useLingui } from "@lingui/react";
import { Button, type MantineSpacing } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { type MouseEvent, type ReactNode, useState } from "react";
import { errorText } from "../../../app/errors.ts";
import { toast } from "../../../app/toasts.tsx";
import { type OwnWords, takeFile } from "./takeFile.ts";

interface FileLinkProps {
  href: string;
  /** What the file is called when it lies among the downloads. */
  name: string;
  own: OwnWords;
  mt?: MantineSpacing;
  children: ReactNode;
}

/** A file of rows for people. In English it comes as the server writes it; else its words are told on the way. */
export function FileLink({ children, href, mt, name, own }: FileLinkProps) {
  const { i18n } = useLingui();
  const [busy, setBusy] = useState(false);
  const take = async (event: MouseEvent) => {
    if (i18n.locale === "en") return;
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    await takeFile(href, name, own).catch((error: Error) => toast.failed(errorText(error)));
    setBusy(false);
  };
  return (
    <Button
      component="a"
      href={href}
      download
      variant="default"
      mt={mt}
      loading={busy}
      leftSection={<IconDownload size={15} aria-hidden />}
      onClick={(event: MouseEvent) => void take(event)}
    >
      {children}
    </Button>
  );
}
