import { useDirection } from "@mantine/core";
import { Notifications } from "@mantine/notifications";

/** Where toasts appear. It loads after the page: those that come before it wait for it. */
export default function Toaster() {
  const { dir } = useDirection();
  return <Notifications position={dir === "rtl" ? "bottom-left" : "bottom-right"} />;
}
