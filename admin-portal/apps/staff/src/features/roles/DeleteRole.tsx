import { plural, t } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { toast } from "../../app/toasts.tsx";
import { type ActionErrors, useAction } from "../../app/useAction.ts";
import { FormDialog } from "../common/FormDialog.tsx";
import { DeleteRoleDocument, type Role } from "./documents.ts";

/** Why a role cannot be deleted now; the server decides in any case. */
export function undeletableBecause(role: Pick<Role, "editable" | "reason" | "memberCount">): string | undefined {
  if (!role.editable) return role.reason ?? t`You may not change this role.`;
  if (role.memberCount === 0) return undefined;
  return plural(role.memberCount, {
    one: "# person holds it. Give that person another role first.",
    other: "# people hold it. Give them other roles first.",
  });
}

export function DeleteRole({
  role,
  onClose,
  onDeleted,
}: {
  role: Pick<Role, "id" | "version" | "name">;
  onClose: () => void;
  onDeleted: () => void;
}) {
  const { t } = useLingui();
  const [errors, setErrors] = useState<ActionErrors>([]);
  const { run, busy } = useAction(DeleteRoleDocument, (data) => data.deleteRole);
  const { name } = role;
  const submit = async () => {
    setErrors([]);
    const outcome = await run({ input: { id: role.id, version: role.version } });
    if (!outcome.done) return setErrors(outcome.errors);
    toast.done(t`The role ${name} is deleted`);
    onDeleted();
  };
  return (
    <FormDialog
      title={t`Delete the role ${name}?`}
      consequence={<Trans>It cannot be brought back. Nobody holds it, so nobody's rights change.</Trans>}
      verb={<Trans>Delete role</Trans>}
      danger
      busy={busy}
      ready
      errors={errors}
      onSubmit={() => void submit()}
      onClose={onClose}
    />
  );
}
