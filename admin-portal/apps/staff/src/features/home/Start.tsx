import { Navigate } from "@tanstack/react-router";
import { useViewer } from "../../app/viewer.tsx";

/** Where one begins: with the figures, if they are part of the role, else with the clients. */
export function Start() {
  return <Navigate to={useViewer().can("figure.view") ? "/home" : "/clients"} replace />;
}
