import { Notifications } from "@mantine/notifications";

/** Where toasts appear. It loads after the page: those that come before it wait for it. */
export default function Toaster() {
  return <Notifications position="bottom-right" />;
}
